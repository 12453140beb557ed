package dev.airlock.jail.shell;

import dev.airlock.jail.shell.Cell.Allowance;
import dev.airlock.linux.Landlock.Access;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The files that any JVM needs, seen with strace: the JDK, the C library's, and the kernel's word on the host. */
final class JavaNeeds {
    /** The dynamic linker, the resolver and the clock; what the JVM sizes itself by. */
    private static final List<String> READ = List.of(
            "/lib",
            "/lib64",
            "/usr/lib",
            "/usr/lib64",
            "/usr/share/zoneinfo",
            "/usr/share/locale",
            "/etc/ld.so.cache",
            "/etc/hosts",
            "/etc/host.conf",
            "/etc/resolv.conf",
            "/run/systemd/resolve",
            "/etc/nsswitch.conf",
            "/etc/gai.conf",
            "/etc/localtime",
            "/etc/timezone",
            "/etc/os-release",
            "/etc/ssl/certs",
            "/proc/self",
            "/proc/cgroups",
            "/proc/cpuinfo",
            "/proc/meminfo",
            "/proc/stat",
            "/proc/sys/vm",
            "/proc/sys/kernel",
            "/sys/fs/cgroup",
            "/sys/devices/system",
            "/sys/kernel/mm/transparent_hugepage",
            "/dev/random",
            "/dev/urandom");

    private static final String LIBRARIES = "-Djava.library.path=";
    private static final String CACHE = "-XX:AOTCache=";
    private static final Set<String> CLASS_PATH = Set.of("-cp", "-classpath", "--class-path");
    private static final String CLASS_PATH_IS = "--class-path=";
    private static final Path LINKER = Path.of("/lib64/ld-linux-x86-64.so.2");

    private JavaNeeds() {}

    /**
     * @param java the binary that is executed
     * @param arguments with which
     */
    static Stream<Allowance> of(Path java, List<String> arguments) {
        Path home = Path.of(System.getProperty("java.home"));
        return Stream.of(
                        Stream.of(new Allowance(java, Access.EXECUTE), new Allowance(LINKER, Access.EXECUTE)),
                        Stream.of(Allowance.read(home), new Allowance(Path.of("/dev/null"), Access.WRITE)),
                        linkedFrom(home).map(Allowance::read),
                        READ.stream().map(Path::of).map(Allowance::read),
                        code().map(Allowance::read),
                        folders(arguments).map(Allowance::read),
                        libraries(arguments).map(Allowance::read),
                        cache(arguments).map(Allowance::read))
                .flatMap(some -> some);
    }

    /** Some distributions keep {@code conf} of the JDK elsewhere, behind symbolic links. */
    private static Stream<Path> linkedFrom(Path home) {
        return Stream.of("conf", "lib/security", "lib/security/cacerts", "conf/security/java.security", "lib/jvm.cfg")
                .map(home::resolve)
                .filter(Files::exists);
    }

    /** Those that the option names, and not what the environment adds where there is none. */
    private static Stream<Path> libraries(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(LIBRARIES))
                .flatMap(argument ->
                        Stream.of(argument.substring(LIBRARIES.length()).split(File.pathSeparator, -1)))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of);
    }

    /** The start-up cache, which the JVM opens by itself. */
    private static Stream<Path> cache(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(CACHE))
                .map(argument -> Path.of(argument.substring(CACHE.length())));
    }

    /** The folders that the class path names by {@code /*}: a JVM lists them at its start, before it has a class path at all. */
    private static Stream<Path> folders(List<String> arguments) {
        return classPaths(arguments)
                .flatMap(path -> Stream.of(path.split(File.pathSeparator, -1)))
                .filter(entry -> entry.endsWith("/*"))
                .map(entry -> Path.of(entry.substring(0, entry.length() - 2)));
    }

    /** What stands behind the option, or in it; no other argument opens a folder. */
    private static Stream<String> classPaths(List<String> arguments) {
        Stream<String> behind = IntStream.range(1, arguments.size())
                .filter(i -> CLASS_PATH.contains(arguments.get(i - 1)))
                .mapToObj(arguments::get);
        Stream<String> within = arguments.stream()
                .filter(argument -> argument.startsWith(CLASS_PATH_IS))
                .map(argument -> argument.substring(CLASS_PATH_IS.length()));
        return Stream.concat(behind, within);
    }

    /** What the class path and the module path name. */
    private static Stream<Path> code() {
        return Stream.of("java.class.path", "jdk.module.path")
                .map(key -> System.getProperty(key, ""))
                .flatMap(path -> Stream.of(path.split(File.pathSeparator, -1)))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of);
    }
}
