// Fails if one of the programs did not run.
def log = new File(basedir, 'build.log').readLines()
def ways = ['class path, plain', 'class path, vector', 'module path, plain', 'module path, vector, tier 1']
for (way in ways) {
    assert log.any { it.endsWith("consumer ran: $way") } : "the consumer did not run on the $way"
}
// All programs train the same model, to the last bit.
def models = log.findAll { it.contains('consumer model: ') }.collect { it.replaceAll(/.*consumer model: /, '').trim() }
assert models.size() == ways.size() && models.unique().size() == 1 : "the models differ or are missing: $models"
assert !log.any { it.contains('no classes can be defined') } : 'loops could not be written as classes'
