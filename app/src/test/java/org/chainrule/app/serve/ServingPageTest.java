package org.chainrule.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chainrule.app.Commands;
import org.chainrule.serve.ModelServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The requests of docs/serving.md get the answers that the page shows.
class ServingPageTest {
    private static final Path PAGE = Path.of("..", "docs", "serving.md");
    private static final Pattern TRAIN = Pattern.compile("(?m)^    \\./chainrule train examples/data/iris\\.csv (.+)$");
    private static final Pattern BLOCK = Pattern.compile("(?s)```\\n(curl .*?)```");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    Path folder;

    @Test
    void requestsGetTheAnswersOfThePage() throws Exception {
        String page = Files.readString(PAGE);
        Matcher train = TRAIN.matcher(page);
        assertThat(train.find()).isTrue();
        Path model = folder.resolve("iris.safetensors");
        List<Object> words = new ArrayList<>(List.of("train", Commands.DATA.resolve("iris.csv")));
        words.addAll(List.of(train.group(1).split(" ")));
        words.addAll(List.of("--out", model));
        assertThat(Commands.run(words.toArray()).exit()).isZero();
        int answers = 0;
        try (ModelServer server = ModelServer.of(model).port(0).start();
                HttpClient client = HttpClient.newHttpClient()) {
            for (Matcher block = BLOCK.matcher(page); block.find();) {
                String text = block.group(1).strip();
                int end = text.endsWith("'") ? text.length() : text.lastIndexOf('\n');
                HttpResponse<String> answer = client.send(request(text.substring(0, end), server.address()),
                        HttpResponse.BodyHandlers.ofString());
                String expected = text.substring(end).strip();
                assertThat(answer.statusCode()).as(text).isEqualTo(expected.startsWith("{\"error\"") ? 400 : 200);
                if (!expected.isEmpty()) {
                    assertThat(answer.body()).isEqualTo(expected);
                }
                answers++;
            }
        }
        assertThat(answers).isGreaterThanOrEqualTo(5);
    }

    private static HttpRequest request(String command, URI address) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        Matcher words = WORD.matcher(command);
        words.find();
        while (words.find()) {
            String word = word(words);
            if (word.equals("-d")) {
                assertThat(words.find()).isTrue();
                request.POST(HttpRequest.BodyPublishers.ofString(word(words)));
            } else if (word.equals("-H")) {
                assertThat(words.find()).isTrue();
                String[] header = word(words).split(": ", 2);
                request.header(header[0], header[1]);
            } else {
                request.uri(address.resolve(word.replaceFirst("^localhost:8080/", "")));
            }
        }
        return request.build();
    }

    private static String word(Matcher words) {
        return words.group(1) == null ? words.group(2) : words.group(1);
    }
}
