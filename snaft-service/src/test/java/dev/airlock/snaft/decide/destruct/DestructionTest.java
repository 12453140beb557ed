package dev.airlock.snaft.decide.destruct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Origin;
import dev.airlock.snaft.decide.Subject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestructionTest {
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private final Destruction rule = new Destruction();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/", "/etc", "/usr", "/var", "/boot", "/home", "/opt", "/lib", "/lib64", "/bin", "/sbin", "/sys",
                "/proc", "/root"
            })
    void recursive_deletion_of_every_critical_root_fires(String root) {
        assertThat(seen("rm -rf " + root)).contains("recursive deletion of " + root);
        assertThat(seen("import shutil\nshutil.rmtree('" + root + "')")).contains("recursive deletion of " + root);
    }

    static String[] deletions() {
        return new String[] {
            "rm -r -f /",
            "rm -fr -- /etc",
            "rm -Rf /",
            "rm -f -r /",
            "rm / -rf",
            "rm -rfv \"/\"",
            "rm -rf '/'",
            "rm --recursive --force /",
            "rm --rec -f /",
            "rm -rf --no-preserve-root /",
            "rm   -rf\t /",
            "rm -rf /*",
            "rm -rf /.*",
            "rm -rf /*/",
            "rm -rf /etc/",
            "rm -rf /etc/*",
            "rm -rf //etc//",
            "rm -rf /./etc/.",
            "rm -rf /tmp/../etc",
            "rm -rf /tmp/../..",
            "rm -rf /e*",
            "rm -rf /?tc",
            "rm -rf /{etc,usr}",
            "rm -rf ./build /",
            "rm -rf /tmp/x /usr",
            "rm -rf / --help",
            "/bin/rm -rf /",
            "sudo rm -rf /",
            "sudo -u root rm -rf /",
            "cd x && rm -rf /",
            "true;rm -rf /;",
            "ls|xargs rm -rf /",
            "$(rm -rf /)",
            "`rm -rf /`",
            "(rm -rf /)",
            "{ rm -rf /; }",
            "rm -rf /&",
            "rm -rf / 2>/dev/null",
            "\\rm -rf /",
            "r\\m -rf /",
            "'rm' '-rf' '/'",
            "r\"m\" -rf /",
            "r''m -rf /",
            "rm${IFS}-rf${IFS}/",
            "rm$IFS-rf$IFS/",
            "rm -rf \\\n /",
            "rm \\\n-rf \\\n/etc",
            "sh -c \"rm -rf /\"",
            "bash -c 'echo a; rm -rf /etc'",
            "echo a\nrm -rf /\necho b",
            "echo a\r\nrm -rf /\r\n",
            "os.system(\"rm -rf /\")",
            "os.system(f\"rm -rf /\")",
            "os.system(rb'rm -rf /')",
            "os.system('echo a\\nrm -rf /')",
            "os.system('rm\\t-rf\\t/')",
            "os.system('rm -rf ' + '/etc')",
            "os.system('rm -rf '+'/etc')",
            "cmd=\"rm -rf /\"",
            "{\"cmd\":\"rm -rf /\"}",
            "subprocess.run(['rm','-rf','/'])",
            "subprocess.run([\"rm\", \"-r\", \"-f\", \"/etc\"], check=True)",
            "subprocess.run([\n  'rm',\n  '-rf',\n  '/',\n])",
            "subprocess.run('rm -rf /', shell=True)",
            "!rm -rf /",
            "@rm -rf /",
            "rm\u00a0-rf /",
            "shutil.rmtree('/')",
            "shutil.rmtree(\"/etc\", ignore_errors=True)",
            "from shutil import rmtree\nrmtree( path = '/usr' )",
            "rmtree(Path('/var'))",
            "rmtree(pathlib.Path(r'/'))",
            "rmtree(\n  '/'\n)",
        };
    }

    @ParameterizedTest
    @MethodSource("deletions")
    void recursive_deletion_fires_in_every_spelling(String text) {
        assertThat(seen(text)).get().asString().startsWith("recursive deletion of /");
    }

    static String[] otherFamilies() {
        return new String[] {
            "dd if=/dev/zero of=/dev/sda",
            "dd of=/dev/nvme0n1 if=/dev/urandom bs=1M",
            "dd 'of=/dev/hda'",
            "dd of=\"/dev/mmcblk0\"",
            "sudo dd bs=4k of=//dev/vda",
            "subprocess.run(['dd', 'if=/dev/zero', 'of=/dev/sdb'])",
            "cat x > /dev/sda",
            "cat x >/dev/sda1",
            "echo>>/dev/vdb",
            "echo x &> /dev/sda",
            "echo x >| /dev/sda",
            "echo x 1>/dev/nvme0n1p1",
            "open('/dev/sda', 'wb').write(b'0')",
            "open(\"/dev/nvme0n1\", mode=\"r+b\")",
            "os.open('/dev/vda', os.O_WRONLY)",
            "mkfs /dev/sda1",
            "mkfs.ext4 -F /dev/sda1",
            "/sbin/mkfs.xfs /dev/nvme0n1p2",
            "mkfs -t ext4 /dev/vda",
            "wipefs -a /dev/sda",
            "wipefs --all '/dev/sdb'",
            "chmod -R 777 /",
            "chmod 000 -R /etc",
            "chmod --recursive a-x /usr",
            "chmod -Rv 777 /var/",
            "chown -R nobody:nobody /boot",
            "chown --recursive nobody /",
            "subprocess.run(['chown', '-R', 'a:b', '/etc'])",
            ":(){ :|:& };:",
            ":(){:|:&};:",
            ": ( ) { : | : & } ; :",
            ":()\n{\n  :|:&\n};:",
            "bomb() { bomb | bomb & }; bomb",
            "os.system(':(){ :|:& };:')",
            "while True:\n    os.fork()",
            "while 1: os.fork()",
            "systemctl poweroff",
            "systemctl halt",
            "sudo systemctl reboot",
            "systemctl -f --force reboot",
            "systemctl isolate poweroff.target",
            "subprocess.run(['systemctl', 'poweroff'])",
            "shutdown -h now",
            "shutdown now",
            "sudo shutdown now",
            "/sbin/shutdown -P +0",
            "shutdown --poweroff",
            "os.system('shutdown -h now')",
            "subprocess.run(['shutdown', '-h', 'now'])",
            "init 0",
            "sudo init 0",
            "/sbin/init 0",
            "os.system(\"init 0\")",
            "subprocess.call([\"init\", \"0\"])",
        };
    }

    @ParameterizedTest
    @MethodSource("otherFamilies")
    void every_other_family_fires(String text) {
        assertThat(seen(text)).isPresent();
    }

    static String[] harmless() {
        return new String[] {
            "",
            "print(sum(range(10)))",
            "rm -rf /tmp",
            "rm -rf /tmp/",
            "rm -rf /tmp/*",
            "rm -rf /tmp/build/etc",
            "rm -rf /var/tmp/x",
            "rm -rf /home/me/project/target",
            "rm -rf /usr/../tmp",
            "rm -rf build",
            "rm -rf ./build dist/ target",
            "rm -rf ../etc",
            "rm -rf *",
            "rm -rf node_modules/.cache",
            "rm -rf \"$HOME\"/lib",
            "rm -rf \"${BUILD}\"/etc",
            "rm -rf $DIR/usr",
            "rm --help",
            "rm -rf --help /",
            "rm --version",
            "rm /etc",
            "rm -f /etc/passwd",
            "rm file -rf; ls /",
            "rm -rf build && ls /",
            "rm -rf build\nls /etc",
            "ls -r /",
            "farm -rf /",
            "alarm -r /",
            "rm -rf /etcetera /users /variable",
            "rm -- -rf",
            "shutil.rmtree('/tmp')",
            "shutil.rmtree('/tmp/x')",
            "shutil.rmtree('build')",
            "shutil.rmtree(tmp, ignore_errors=True)",
            "shutil.rmtree(os.path.join('/', 'tmp', 'x'))",
            "shutil.rmtree(os.path.join(root, '/etc'))",
            "print('/'); shutil.rmtree('build')",
            "dd if=/dev/sda of=backup.img",
            "dd if=/dev/zero of=/tmp/disk.img",
            "dd if=/dev/zero of=/dev/null",
            "dd --help",
            "ls /dev/sda",
            "cat /dev/sda > image",
            "echo x > /dev/null",
            "echo x 2>/dev/stderr",
            "open('/dev/sda', 'rb').read()",
            "open('/dev/null', 'w')",
            "mkfs.ext4 disk.img",
            "mkfs --help",
            "wipefs --help /dev/sda",
            "chmod -R 755 build",
            "chmod 755 /",
            "chmod -r /etc/x",
            "chmod -R 755 /home/me",
            "chmod --help",
            "chown -R me /srv/app",
            "chown -R me:me /var/www",
            "init = 0",
            "init=0",
            "reduce(f, init, 0)",
            "f(init, 0)",
            "__init__ 0",
            "git init\n0",
            "executor.shutdown(wait=True)",
            "sock.shutdown(2)",
            "pool.shutdown()\nnow()",
            "shutdown -c",
            "shutdown --help",
            "the service will shutdown now",
            "systemctl status reboot.target",
            "systemctl restart nginx",
            "systemctl --help",
            "print('reboot')",
            "x = {a | b & c}",
            "{name: value}",
            "pid = os.fork()",
            "lambda rm: rm - 1",
            "A division: 1 / 2, -r / 3",
        };
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void what_is_harmless_passes(String text) {
        assertThat(seen(text)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void no_origin_is_exempt(Origin origin) {
        assertThat(rule.check(new Subject("shell:command", origin, "rm -rf /"))).isPresent();
    }

    @Test
    void a_hit_deep_inside_a_long_program_is_found() {
        String filler = "value = compute(1, 2)\n".repeat(20_000);
        assertThat(seen(filler + "os.system('rm -rf /')\n" + filler)).isPresent();
    }

    @Test
    void a_hit_shows_no_control_characters_and_is_short() {
        String word = "/\u001b/../etc/" + "./".repeat(10_000);
        assertThat(seen("rm -rf " + word))
                .hasValueSatisfying(
                        text -> assertThat(text).hasSizeLessThan(100).doesNotContain("\u001b"));
    }

    @Test
    void it_is_the_first_of_all_rules() {
        assertThat(rule.priority()).isZero();
        assertThat(rule.id()).isEqualTo("DESTRUCT-001");
    }

    /** Processor time, and one good run out of three: a busy machine does not decide. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm ",
                "rm -r ",
                "rm -r /tmp ",
                "/",
                "/..",
                "/*",
                "\"",
                "a\"",
                "f'",
                "\\",
                "\\n",
                "{",
                "{a|",
                "(",
                "rmtree(",
                "open(",
                "rmtree(/",
                "shutdown ",
                "shutdown -x ",
                "shutdown,",
                "systemctl ",
                "init ",
                "dd of=",
                ">",
                "$IFS",
                "${IFS}",
                "=",
                ",",
                ",\n",
                "'rm','-r',",
                "mkfs /",
                "--",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{"
            })
    void a_megabyte_of_malice_costs_about_as_much_as_a_megabyte_of_prose(String unit) {
        String text = fill(unit);
        long limit = Math.max(3 * Prose.NANOS, 300_000_000L);
        assertThat(IntStream.range(0, 3).anyMatch(_ -> nanosOf(text) < limit)).isTrue();
    }

    private static final class Prose {
        static final long NANOS = IntStream.range(0, 3)
                .mapToLong(_ -> nanosOf(fill("Whoever reads this reads prose, with words, commas and a full stop. ")))
                .min()
                .orElseThrow();
    }

    private static String fill(String unit) {
        return unit.repeat((1 << 20) / unit.length());
    }

    private static long nanosOf(String text) {
        long start = CLOCK.getCurrentThreadCpuTime();
        assertThat(new Destruction().check(new Subject("code:execute", Origin.OPERATOR, text)))
                .isEmpty();
        return CLOCK.getCurrentThreadCpuTime() - start;
    }

    private Optional<String> seen(String text) {
        return rule.check(new Subject("code:execute", Origin.OPERATOR, text));
    }
}
