// Fails if a program did not run, or if the programs predict differently.
def log = new File(basedir, 'build.log').readLines()
def answers = ['plain program': 1, 'Spring Boot jar': 2].collectMany { way, times ->
    def lines = log.findAll { it.contains("$way answers: ") }
    assert lines.size() == times : "the $way answered ${lines.size()} times"
    lines.collect { it.replaceAll(/.* answers: /, '').trim() }
}
assert !log.any { it.contains('no classes can be defined') } : 'loops could not be written as classes'
assert answers.unique().size() == 1 : "the answers differ: $answers"
