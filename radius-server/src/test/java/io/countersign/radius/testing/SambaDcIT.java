package io.countersign.radius.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SambaDcIT {
    @TempDir
    private Path folder;

    @Test
    void startsAgainAsItWas() throws Exception {
        try (var controller = SambaDc.start(folder)) {
            controller.modify("""
                    dn: CN=Bob,OU=Staff,DC=corp,DC=example
                    changetype: modify
                    replace: mail
                    mail: bob@mail.example
                    """);
            controller.restart();
            assertThat(controller.address()).startsWith("127.0.0.");
        }
    }
}
