/// Files: what goes in and out of the house, byte by byte.
///
/// [org.chainrule.io.Safetensors] holds models and checkpoints, [org.chainrule.io.Npy], [org.chainrule.io.Npz] and
/// [org.chainrule.io.Idx] bring arrays in, [org.chainrule.io.Json] is the small text format inside them, and
/// [org.chainrule.io.SafeFile] replaces a file whole or not at all.
///
/// A reader trusts nothing that a file says about itself: sizes, offsets and lengths are checked against the bytes that
/// are there before anything of that size is allocated, and every refusal is a
/// [FormatException][org.chainrule.error.FormatException] of one sentence that begins with the name of the file.
/// `IOException` is thrown by methods that touch files or streams, with the path and the reason in its message. Writers
/// are deterministic: equal content gives equal bytes.
package org.chainrule.io;
