/// Files of arrays: reading, writing and replacing them safely.
///
/// [Safetensors] stores models and checkpoints: named arrays with text metadata. [Npy] and [Npz] exchange arrays with NumPy,
/// and [Idx] reads the images and labels of MNIST. [Json] is the text format of the metadata, and [JsonObject] reads its
/// fields with checks.
///
/// {@snippet class="org.chainrule.PackageSnippetsTest" region="files"}
///
/// Three rules hold for every format:
///
/// - **Readers trust nothing.** Sizes, offsets and lengths are checked against the bytes that are present before memory of
///   that size is allocated. A file that does not match its format is rejected with a
///   [FormatException][org.chainrule.error.FormatException], whose message is one sentence that begins with the file name.
/// - **Writers are deterministic and atomic.** Equal content gives equal bytes. [SafeFile] writes a temporary file and
///   renames it, so that a reader sees either the old file or the new one, even after a crash.
/// - **An `IOException` names the path, the reason and the remedy.** Only methods that access files or streams throw it.
///
/// This package moves arrays of numbers between files and memory and does not know shapes, tensors or graphs. The packages
/// that store models and checkpoints, and the readers of data sets, build on it.
package org.chainrule.io;
