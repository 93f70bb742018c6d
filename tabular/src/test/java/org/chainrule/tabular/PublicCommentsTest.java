package org.chainrule.tabular;

import java.io.IOException;
import org.chainrule.testing.PublicComments;
import org.junit.jupiter.api.Test;

class PublicCommentsTest {
    @Test
    void everythingPublicIsDescribed() throws IOException {
        PublicComments.check();
    }
}
