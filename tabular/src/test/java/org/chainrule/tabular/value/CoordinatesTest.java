package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.chainrule.tabular.time.Coordinates;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            52°31'12"N        | 52.52
            52° 31′ 12″ S     | -52.52
            52° 31’ 12” N     | 52.52
            52°31'12''W       | -52.52
            52° 31′ 12,0″ S   | -52.52
            13.4050° E        | 13.405
            13,4050° W        | -13.405
            13°E              | 13
            52.52N            | 52.52
            S52.52            | -52.52
            N 52 31.2         | 52.52
            W077 02           | -77.033333333333
            52 31 12 N        | 52.52
            52:31:12 N        | 52.52
            52d31m12sS        | -52.52
            52º31'N           | 52.516666666667
            52°31'            | 52.516666666667
            -33°51'36"        | -33.86
            0° 7′ 30″ W       | -0.125
            52.5 North        | 52.5
            52° 30' south     | -52.5
            180°W             | -180
            52-31-12.0N       | 52.52
            W122-30-00        | -122.5
            52° 30' Süd       | -52.5
            13° 30′ Ost       | 13.5
            13,5° Ouest       | -13.5
            13 Oeste          | -13
            n 52° 31.2'       | 52.52
            """)
    void isRead(String text, double degrees) {
        assertThat(Coordinates.parse(text)).isCloseTo(degrees, within(1e-10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "52.52", "52", "20°", "20.5°", "91°N", "181°E", "52°61'N", "52°31'61\"N", "-52.5°N",
            "N52.5S", "12 W", "60W", "W3", "N12", "S1", "52.5°31'N", "52°31.5'12\"N", "52 31", "12:30", "12:30:00",
            "5'11\"",
            "52°31'12\"X", "13° 24′ O", "52-31-12", "52°N 13°E"})
    void isNoCoordinate(String text) {
        assertThat(Coordinates.parse(text)).isNaN();
    }
}
