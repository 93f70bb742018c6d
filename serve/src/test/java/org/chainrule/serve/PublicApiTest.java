package org.chainrule.serve;

import java.io.IOException;
import org.chainrule.testing.PublicApi;
import org.junit.jupiter.api.Test;

class PublicApiTest {
    @Test
    void isAsListed() throws IOException {
        PublicApi.check();
    }
}
