package com.example.service;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.chainrule.tabular.Prediction;
import org.chainrule.tabular.Predictor;
import org.chainrule.tabular.TabularModel;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/// A service with one model as a bean, which many virtual threads use at once.
@SpringBootApplication
public class Service {
    public static void main(String[] args) {
        SpringApplication.run(Service.class, args);
    }

    @Bean
    Predictor<Penguin> predictor() throws IOException {
        return Plain.load().predictor(Penguin.class);
    }

    @Bean
    CommandLineRunner ask(Predictor<Penguin> predictor) {
        return args -> {
            URI jar = TabularModel.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            if (!jar.toString().contains("BOOT-INF")) {
                throw new AssertionError("not in the Spring Boot jar but in " + jar);
            }
            Prediction alone = predictor.predict(Penguin.example());
            Callable<Prediction> question = () -> predictor.predict(Penguin.example());
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Prediction>> answers = IntStream.range(0, 10_000).mapToObj(i -> threads.submit(question))
                        .toList();
                for (Future<Prediction> answer : answers) {
                    if (!answer.get().equals(alone)) {
                        throw new AssertionError("another answer under load: " + answer.get() + ", not " + alone);
                    }
                }
            }
            System.out.println("Spring Boot jar answers: " + alone);
        };
    }
}
