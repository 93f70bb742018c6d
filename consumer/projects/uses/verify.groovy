// A program that did not run must not pass for one that did.
def log = new File(basedir, 'build.log').readLines()
for (way in ['class path, plain', 'class path, vector', 'module path, plain', 'module path, vector']) {
    assert log.any { it.endsWith("consumer ran: $way") } : "the consumer did not run on the $way"
}
