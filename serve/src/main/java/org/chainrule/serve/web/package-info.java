/// What every page and door of the server stands on: the listening socket, requests and replies, limits, and the files of
/// the pages.
package org.chainrule.serve.web;
