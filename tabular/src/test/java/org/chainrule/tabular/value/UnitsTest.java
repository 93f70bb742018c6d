package org.chainrule.tabular.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.chainrule.tabular.number.Glyphs;
import org.chainrule.tabular.number.NumberStyle;
import org.chainrule.tabular.number.Units;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({"g,kg,0.001", "kg,g,1000", "t,kg,1000", "mg,g,0.001", "µg,mg,0.001", "cm,m,0.01", "mm,cm,0.1",
            "km,m,1000",
            "ml,l,0.001", "cl,l,0.01", "m³,l,1000", "cm³,ml,1", "ha,m²,10000", "km²,ha,100", "min,s,60", "h,min,60",
            "d,h,24", "week,d,7", "year,month,12", "ms,s,0.001", "kB,B,1000", "MB,kB,1000", "GB,MB,1000", "TB,GB,1000",
            "KiB,B,1024", "bit,B,0.125", "kWh,Wh,1000", "kWh,MJ,3.6", "kcal,cal,1000", "kW,W,1000", "MW,kW,1000",
            "hPa,Pa,100", "bar,hPa,1000", "GHz,MHz,1000", "m/s,km/h,3.6", "%,'',0.01", "'',%,100", "‰,%,0.1",
            "bp,%,0.01",
            "ppm,ppb,1000", "in,cm,2.54", "ft,in,12", "yd,ft,3", "mi,km,1.609344", "lb,oz,16", "oz,g,28.349523125",
            "mph,km/h,1.609344", "¢,$,0.01", "€/kg,€/t,1000", "mg/l,g/l,0.001", "g/dl,g/l,10", "$/h,$/h,1", "€,€,1",
            "'','',1"})
    void converts(String from, String to, double factor) {
        assertThat(Units.factor(from, to)).isCloseTo(factor, within(factor * 1e-15));
    }

    @ParameterizedTest
    @CsvSource({"kg,m", "€,$", "°C,°F", "kg,''", "'',kg", "room,bed", "km/h,kg/h", "€/kg,$/kg", "nonsense,kg",
            "dB,dBm"})
    void doesNotConvertWhatDiffers(String from, String to) {
        assertThat(Units.factor(from, to)).isNaN();
    }

    @Test
    void smallerMetricUnitsConvertExactly() {
        assertThat(Units.factor("g", "kg")).isEqualTo(0.001);
        assertThat(Units.factor("mm", "m")).isEqualTo(0.001);
        assertThat(Units.factor("%", "")).isEqualTo(0.01);
        assertThat(Units.factor("‰", "")).isEqualTo(0.001);
    }

    @ParameterizedTest
    @CsvSource({"Kg,kg", "KGS,kg", "kilograms,kg", "MW,MW", "mW,mW", "KM/H,km/h", "sq. ft.,sqft", "Std.,h", "US$,$",
            "GBP,£", "€ / m2,€/m²", "mi/h,mph", "μg,µg"})
    void givesEachUnitOneSpelling(String text, String unit) {
        assertThat(Units.of(Glyphs.plain(text, NumberStyle.POINT))).isEqualTo(unit);
    }

    /// Milliwatts and megawatts differ only in case, so `mw` could be either.
    @ParameterizedTest
    @CsvSource({"mw", "A12", "M", "th", "Main St", "''", "/", "kg/", "/kg", "SOLD"})
    void knowsNoOtherUnits(String text) {
        assertThat(Units.of(text)).isNull();
    }
}
