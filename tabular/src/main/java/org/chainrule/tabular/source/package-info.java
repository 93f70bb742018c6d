/// The bytes of a file as text. [TextSource] opens a file or a stream as text that can be read repeatedly: unpacked, and
/// in a character set that contains ASCII unchanged.
///
/// [FileKind] is the catalogue of the files that are no CSV text. Each has a name and a way to convert it. [MagicBytes]
/// recognises them by their first bytes, [TextMarks] by the beginning of their text. A reader for one of them starts
/// from there.
package org.chainrule.tabular.source;
