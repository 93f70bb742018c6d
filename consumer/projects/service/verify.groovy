// A program that did not run must not pass for one that did, and each answers alike.
def log = new File(basedir, 'build.log').readLines()
def answers = ['plain program', 'Spring Boot jar'].collect { way ->
    def line = log.find { it.contains("$way answers: ") }
    assert line != null : "the $way did not answer"
    line.replaceAll(/.* answers: /, '').trim()
}
assert answers.unique().size() == 1 : "the answers differ: $answers"
