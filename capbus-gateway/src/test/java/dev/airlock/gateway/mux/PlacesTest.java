package dev.airlock.gateway.mux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlacesTest {
    @Test
    void strangers_of_one_neighbourhood_leave_three_quarters_to_others() {
        var places = new Places(8, false);
        assertThat(places.take("10.0.0.1")).isTrue();
        assertThat(places.take("10.0.0.1")).isTrue();
        assertThat(places.take("10.0.0.1")).isFalse();
        assertThat(places.take("2001:db8::1")).isTrue();
        assertThat(places.take("2001:db8::2")).isTrue();
        assertThat(places.take("2001:db8::3"))
                .as("one host has a whole network of them")
                .isFalse();
        assertThat(places.take("10.0.0.2")).isTrue();
        places.leave("10.0.0.1");
        assertThat(places.take("10.0.0.1")).isTrue();
        assertThat(places.taken()).isEqualTo(5);
    }

    @Test
    void there_are_no_more_than_there_are() {
        var places = new Places(2, true);
        assertThat(places.take("127.0.0.1")).isTrue();
        assertThat(places.take("127.0.0.1")).as("all are this machine's user's").isTrue();
        assertThat(places.take("127.0.0.1")).isFalse();
        places.leave("127.0.0.1");
        assertThat(places.take("127.0.0.1")).isTrue();
    }

    @Test
    void where_there_are_few_everybody_has_one() {
        var places = new Places(2, false);
        assertThat(places.take("10.0.0.1")).isTrue();
        assertThat(places.take("10.0.0.1")).isFalse();
        assertThat(places.take("10.0.0.2")).isTrue();
        assertThat(places.take("10.0.0.3")).isFalse();
    }
}
