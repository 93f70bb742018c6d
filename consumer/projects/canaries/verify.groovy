// The compiler rejects each bug for its own reason.
def log = new File(basedir, 'build.log').text
for (message in [
        "checks/src/main/java/canary/Canary.java:[10,20] [NullAway] dereferenced expression 'text' is @Nullable",
        'checks/src/main/java/canary/Canary.java:[14,24] [ArrayEquals]',
        'lint/src/main/java/canary/Canary.java:[10,9] [rawtypes]',
        'warnings found and -Werror specified',
        'switch/src/main/java/canary/Canary.java:[18,16] the switch expression does not cover all possible input values']) {
    assert log.contains(message) : "the build no longer says: $message"
}
assert log.findAll(/canary-\w+ \.+ FAILURE/).size() == 3
