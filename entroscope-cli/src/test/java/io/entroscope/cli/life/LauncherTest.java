package io.entroscope.cli.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.testing.Facility;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a checkout of its own, with a Maven and a Java that only say what they do. */
class LauncherTest {
  @TempDir private Path folder;
  private Path checkout;
  private Path launcher;
  private Path tools;

  @BeforeAll
  static void needsPosix() {
    Facility.needPosix();
  }

  @BeforeEach
  void makeCheckout() throws IOException {
    folder = folder.toRealPath();
    checkout = Files.createDirectories(folder.resolve("check out"));
    tools = Files.createDirectories(folder.resolve("tools"));
    launcher = Files.copy(Path.of("..", "entroscope"), checkout.resolve("entroscope"));
    executable(launcher);
    Files.copy(Path.of("..", "pom.xml"), checkout.resolve("pom.xml"));
    Files.createDirectories(checkout.resolve("entroscope-cli"));
    tool(
        "mvn",
        "echo \"$@\" >>\"$PWD/builds\"; sleep 1; app=entroscope-cli/target/launcher/app; mkdir -p"
            + " $app/lib; case \" $* \" in *libtorch.skip*) ;; *) mkdir -p $app/torch ;; esac;"
            + " touch $app/lib/onnxruntime-1.jar");
    for (String silent : List.of("jar", "javac")) {
      tool(silent, "exit 0");
    }
    tool("java", "echo \"$@\"");
  }

  private void tool(String name, String body) throws IOException {
    Path tool = tools.resolve(name);
    Files.writeString(tool, "#!/bin/sh\n" + body + "\n");
    executable(tool);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process start(Path command) throws IOException {
    return start(command, "layers");
  }

  private Process start(Path command, String... arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.add(0, command.toString());
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
    builder.environment().put("TMPDIR", folder.toString());
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("ENTROSCOPE_GPU");
    builder.environment().remove("ENTROSCOPE_LIBTORCH");
    return builder.directory(folder.toFile()).redirectErrorStream(true).start();
  }

  private static String end(Process process, int code) throws Exception {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(text).isEqualTo(code);
    return text;
  }

  private List<String> builds() throws IOException {
    Path builds = checkout.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
  }

  @Test
  void calledThroughLinksItBuildsAndRunsItsOwnCheckout() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("usr/bin"));
    Path other = Files.createDirectories(folder.resolve("usr/lib"));
    Path first = Files.createSymbolicLink(other.resolve("scope"), launcher);
    Path second = Files.createSymbolicLink(bin.resolve("entroscope"), Path.of("../lib/scope"));
    String text = end(start(second), 0);
    assertThat(text).contains("-Dentroscope.home=" + checkout, "io.entroscope.cli.Main layers");
    assertThat(builds()).hasSize(1);
    assertThat(bin.toFile().list()).containsExactly("entroscope");
    assertThat(other.toFile().list()).containsExactly("scope");
    end(start(first), 0);
    assertThat(builds()).as("built once").hasSize(1);
  }

  @Test
  void libtorchIsBuiltInOnceSomethingIsTrained() throws Exception {
    end(start(launcher), 0);
    end(start(launcher, "prune", "--blocks", "2"), 0);
    end(start(launcher, "train", "--help"), 0);
    assertThat(builds()).hasSize(1).first().asString().contains("-Dlibtorch.skip=true");
    assertThat(end(start(launcher, "prune", "--fine-tune", "2"), 0))
        .contains("building with libtorch", "io.entroscope.cli.Main prune");
    end(start(launcher, "train", "mnist-3fc"), 0);
    end(start(launcher), 0);
    assertThat(builds()).hasSize(2).last().asString().doesNotContain("libtorch.skip");
  }

  @Test
  void fewOpenFilesAreMoreIfTheyMayBe() throws Exception {
    tool("java", "ulimit -n");
    end(start(launcher), 0);
    Path shell = Path.of("/bin/sh");
    String run = "exec '" + launcher + "' layers";
    assertThat(end(start(shell, "-c", "ulimit -S -n 64; " + run), 0)).isEqualTo("1024\n");
    assertThat(end(start(shell, "-c", "ulimit -n 200; " + run), 0)).isEqualTo("200\n");
    assertThat(end(start(shell, "-c", "ulimit -n 64; " + run), 1))
        .isEqualTo(
            "entroscope: no more than 64 files may be open, and Java needs some hundred; raise the"
                + " limit, as with 'ulimit -n 1024'\n");
  }

  @Test
  void aColonInThePathIsTold() throws Exception {
    Path there = Files.createDirectories(folder.resolve("a:b"));
    executable(Files.copy(launcher, there.resolve("entroscope")));
    assertThat(end(start(there.resolve("entroscope")), 2)).contains("a:b has a colon in its path");
    assertThat(there.toFile().list()).containsExactly("entroscope");
  }

  @Test
  void aCopyOutsideACheckoutTouchesNothing() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.copy(launcher, bin.resolve("entroscope"));
    Files.writeString(bin.resolve("pom.xml"), "<project/>");
    executable(bin.resolve("entroscope"));
    assertThat(end(start(bin.resolve("entroscope")), 2))
        .isEqualTo(
            "entroscope: "
                + bin
                + " is no checkout of Entroscope; call its launcher by its path, or link to it\n");
    assertThat(bin.toFile().list()).containsExactlyInAnyOrder("entroscope", "pom.xml");
  }

  @Test
  void aLinkInPlaceOfTheBuildIsNotFollowed() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/app/ai"));
    Files.createSymbolicLink(
        checkout.resolve("entroscope-cli/target"), folder.resolve("elsewhere"));
    assertThat(end(start(launcher), 2)).contains("entroscope-cli/target is a link");
    assertThat(elsewhere).exists();
  }

  @Test
  void firstRunsAtOnceBuildOnce() throws Exception {
    List<Process> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      runs.add(start(launcher));
    }
    for (Process run : runs) {
      assertThat(end(run, 0)).contains("io.entroscope.cli.Main layers");
    }
    assertThat(builds()).hasSize(1);
    assertThat(checkout.resolve("target/build.lock")).doesNotExist();
  }

  @Test
  void theLockOfABuildThatWasKilledIsTakenOver() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path lock = Files.createDirectories(checkout.resolve("target/build.lock"));
    Files.writeString(lock.resolve("owner"), ended.pid() + "\n");
    end(start(launcher), 0);
    assertThat(builds()).hasSize(1);
    assertThat(lock).doesNotExist();
  }

  @Test
  void newerSourcesAreBuiltAndAFailedBuildIsToldInOneLineEach() throws Exception {
    end(start(launcher), 0);
    tool("mvn", "echo '[ERROR] no such thing'; exit 1");
    TimeUnit.MILLISECONDS.sleep(20);
    Files.writeString(checkout.resolve("entroscope-cli/New.java"), "", StandardOpenOption.CREATE);
    assertThat(end(start(launcher), 2).lines())
        .containsExactly(
            "entroscope: building (some minutes the first time) ...",
            "[ERROR] no such thing",
            "entroscope: the build failed; the whole log is in "
                + checkout.resolve("target/build.log"));
    assertThat(checkout.resolve("target/build.lock")).doesNotExist();
  }

  @Test
  void temporaryFilesLieInAFolderOfTheirOwn() throws Exception {
    end(start(launcher), 0);
    assertThat(end(start(launcher), 0))
        .containsPattern("-Djava.io.tmpdir=" + folder + "/entroscope-[0-9A-Za-z]{16} ");
  }
}
