/// The doors of the server: the addresses that clients call, in the formats they speak.
package org.chainrule.serve.door;
