package io.nearline.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTest {

    @Test
    void readsWhatAnX86ProcessorLacks() {
        String cpuinfo =
                """
                processor\t: 0
                model name\t: AMD EPYC
                flags\t\t: fpu sse4_1 avx avx2

                processor\t: 1
                model name\t: AMD EPYC
                flags\t\t: fpu sse4_1 avx avx2
                """;

        assertThat(Processor.parse("amd64", cpuinfo).summary())
                .isEqualTo("AMD EPYC (amd64): AVX2 yes, AVX-512 no, VNNI no, AMX no");
    }

    @Test
    void readsWhatAnX86ProcessorHas() {
        String avx512 = "model name : Xeon\nflags : avx2 avx512f avx512_vnni amx_int8";
        String client = "model name : Core\nflags : avx2 avx_vnni";

        assertThat(Processor.parse("amd64", avx512).units())
                .containsEntry("VNNI", true)
                .containsEntry("AMX", true);
        assertThat(Processor.parse("amd64", client).units())
                .containsEntry("VNNI", true)
                .containsEntry("AVX-512", false);
    }

    @Test
    void readsAnArmProcessor() {
        String cpuinfo = "Features\t: fp asimd asimddp\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c";

        assertThat(Processor.parse("aarch64", cpuinfo).summary())
                .isEqualTo("part 0xd0c (aarch64): dot product yes, i8mm no");
    }

    @Test
    void saysWhereTheOperatingSystemDoesNotTell() {
        assertThat(Processor.parse("riscv64", "isa : rv64imafdc").summary())
                .isEqualTo("riscv64: the operating system does not tell its units for integers");
        assertThat(Processor.here().summary()).contains(System.getProperty("os.arch"));
    }
}
