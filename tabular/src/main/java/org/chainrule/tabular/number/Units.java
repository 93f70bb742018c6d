package org.chainrule.tabular.number;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The units that a number in a table may have: a closed list, in which each unit has one common spelling. `kg`, `Kg`,
/// `kgs` and `kilograms` are `kg`; `US$` and `USD` are `$`. Two units joined by a slash or by `per` are a unit too:
/// `km/h`, `mg/dL`, `€/m²`.
///
/// A kilobyte is 1,000 bytes, a ton is metric, a gallon and a mile are those of the United States, a calorie is
/// 4.184 joules, a year is 365.2425 days and a month a twelfth of it.
public final class Units {
    /// One unit a line, under the quantity that it measures: the common spelling, its size, and further spellings, in
    /// which `_` is a blank. Units under `none` and those of different quantities cannot be converted.
    private static final String TABLE = """
            share
            % 1e7 percent per_cent pct prozent v.H procent %_p.a %_vol vol% vol_% %vol %_abv
            ‰ 1e6 permille per_mille promille
            bp 1e5 bps bips basis_points basis_point
            ppm 1e3
            ppb 1
            money
            $ 100
            ¢ 1
            mass
            kg 1e12 kgs kilo kilos kilogram kilograms kilogramm kilogramme kilogrammes кг
            g 1e9 gr gm gms grs gram grams gramm gramme grammes G г
            mg 1e6 mgs milligram milligrams milligramm
            µg 1e3 ug mcg microgram micrograms
            ng 1
            t 1e15 tonne tonnes ton tons tonnen mt T т
            qtl 1e14 quintal quintals
            cwt 50802345440000
            lb 453592370000 lbs pound pounds
            oz 28349523125 ounce ounces
            stone 6350293180000 stones
            length
            m 1e9 meter meters metre metres mtr mtrs м
            km 1e12 kms kilometer kilometers kilometre kilometres км
            dm 1e8
            cm 1e7 cms centimeter centimeters centimetre centimetres zentimeter см
            mm 1e6 millimeter millimeters millimetre millimetres мм
            µm 1e3 um micron microns
            nm 1
            mi 1609344e6 mile miles
            nmi 1852e9
            yd 9144e5 yds yard yards
            ft 3048e5 feet foot '
            in 254e5 inch inches zoll "
            area
            m² 1e6 sqm qm sq_m sq_meter sq_meters square_meters square_metres sq_mtr quadratmeter mq m^2 m2 м2 м² ㎡ 平米
            km² 1e12 km2 km^2 sq_km sqkm square_kilometers
            cm² 100 cm2 cm^2 sq_cm
            mm² 1 mm2 mm^2 sq_mm
            ha 1e10 hectare hectares hektar
            ac 4046856422.4 acre acres
            sqft 92903.04 sq_ft sq_feet square_feet square_foot ft2 ft^2 ft² sf sft
            sqyd 836127.36 sq_yd sq_yds sq_yards square_yards yd2 yd² gaj
            sqmi 2589988110336 sq_mi sq_miles mi2 mi² square_miles
            volume
            l 1e6 L ltr ltrs liter liters litre litres lt lts л
            dl 1e5 dL
            cl 1e4 cL
            ml 1e3 mL mls milliliter milliliters millilitre millilitres мл
            µl 1 µL ul uL
            hl 1e8 hL
            m³ 1e9 m3 m^3 cbm cu_m cubic_meters cubic_metres м3 м³
            cm³ 1e3 cm3 cm^3 ccm cc CC
            ft³ 28316846.592 ft3 ft^3 cu_ft cuft cubic_feet
            gal 3785411.784 gallon gallons gals
            qt 946352.946 qts quart quarts
            pt 473176.473 pint pints
            fl_oz 29573.5295625 floz fluid_ounces
            cup 236588.2365 cups
            tbsp 14786.76478125 tablespoon tablespoons
            tsp 4928.92159375 teaspoon teaspoons
            bbl 158987294.928 barrel barrels
            time
            s 1e9 sec secs second seconds sek sekunde sekunden segundos secondes сек
            ms 1e6 msec millisecond milliseconds
            µs 1e3 us usec microseconds
            ns 1 nanoseconds
            min 6e10 mins minute minutes minuten minutos мин
            h 36e11 hr hrs hour hours std stunde stunden heure heures hora horas ч
            d 864e11 day days tag tage tagen jour jours día días dia dias dni дней 日
            week 6048e11 weeks wk wks woche wochen semaine semaines semanas
            month 2629746e9 months mo mos mon monat monate monaten mois mes meses 月
            year 31556952e9 years yr yrs y jahr jahre jahren an ans année années yo years_old año años лет 年
            speed
            km/h 1000 kmh kph kmph km_h км/ч
            m/s 3600 mps
            mph 1609.344 mi/h
            kn 1852 kt kts knot knots
            ft/s 1097.28
            data
            B 1 byte bytes octets
            kB 1000 kilobyte kilobytes Ko
            MB 1000000 Mb megabyte megabytes Mo
            GB 1000000000 Gb gigabyte gigabytes Go
            TB 1000000000000 Tb terabyte terabytes
            PB 1000000000000000 petabyte petabytes
            KiB 1024
            MiB 1048576
            GiB 1073741824
            TiB 1099511627776
            bit 0.125 bits
            kbit 125
            Mbit 125000
            Gbit 125000000
            rate
            bit/s 1
            kbps 1000 kbit/s kb/s
            Mbps 1000000 Mbit/s Mb/s
            Gbps 1000000000 Gbit/s Gb/s
            energy
            J 1 joule joules
            kJ 1000
            MJ 1000000
            GJ 1000000000
            cal 4.184
            kcal 4184 Cal calories kcals
            Wh 3600
            kWh 3600000 kwhr kilowatt_hours
            MWh 3600000000
            GWh 3600000000000
            TWh 3600000000000000
            BTU 1055.05585262
            eV 0.0000000000000000001602176634
            power
            W 1 watt watts
            mW 0.001
            kW 1000 kilowatt kilowatts
            MW 1000000 megawatt megawatts
            GW 1000000000
            hp 745.6998715822702 bhp horsepower
            PS 735.49875 cv ch pk л.с
            pressure
            Pa 1
            hPa 100 mbar
            kPa 1000
            MPa 1000000
            bar 100000 bars
            psi 6894.757293168
            atm 101325
            mmHg 133.322387415 mm_Hg torr
            inHg 3386.389
            frequency
            Hz 1 hertz
            kHz 1000
            MHz 1000000
            GHz 1000000000
            voltage
            V 1 volt volts
            mV 0.001
            kV 1000
            current
            mA 0.001 milliamps
            µA 0.000001
            kA 1000
            A 1 amp amps ampere
            charge
            mAh 0.001
            Ah 1
            resistance
            Ω 1 ohm ohms
            kΩ 1000
            MΩ 1000000
            amount
            mol 1
            mmol 0.001
            µmol 0.000001 umol
            nmol 0.000000001
            force
            N 1
            kN 1000
            angle
            ° 1 deg degree degrees grad
            none
            s² 1 s2 s^2
            °C 1 C ºC degC deg_C degrees_C celsius grad_C grad_celsius ℃
            °F 1 F ºF degF deg_F degrees_F fahrenheit ℉
            Nm 1 N·m N-m
            lb-ft 1 lbft ft-lb ftlb
            mpg 1
            km/l 1 kmpl kpl
            l/100_km 1 l/100km
            VA 1
            kVA 1
            nF 1
            µF 1 uF
            pF 1
            dB 1 dBA db(A)
            dBm 1
            lm 1 lumen lumens
            lx 1 lux
            rpm 1 U/min
            bpm 1
            fps 1
            dpi 1 ppi
            px 1 pixel pixels
            MP 1 megapixel megapixels Mpx
            U 1
            IU 1 UI IE
            mEq 1
            ct 1 carat carats
            pp 1
            x 1 × fach
            pcs 1 pc pce piece pieces stk stck stück pz pièces шт 個 个 pza pzas
            cell 1 cells
            item 1 items
            unit 1 units
            person 1 persons people ppl pax personen 人 명
            room 1 rooms zimmer
            BHK 1
            bed 1 beds bedroom bedrooms bd bds br
            bath 1 baths bathroom bathrooms ba
            seat 1 seats
            door 1 doors
            cyl 1 cylinder cylinders
            page 1 pages
            point 1 points pts
            star 1 stars
            review 1 reviews
            rating 1 ratings
            vote 1 votes
            view 1 views
            time 1 times
            """;

    private record Unit(String name, String quantity, double size) {
    }

    /// The unit of amounts in several currencies, which are compared as numbers: the sign for any currency.
    public static final String MONEY = "\u00A4";

    private static final Unit NUMBER = new Unit("", "share", 1e9);
    private static final Map<String, Unit> SPELLINGS = spellings();

    private Units() {
    }

    /// Returns the common spelling of a unit or currency; null if the text is neither.
    public static @Nullable String of(String text) {
        String one = single(text);
        if (one != null) {
            return one;
        }
        int slash = text.indexOf('/');
        int per = text.indexOf(" per ");
        int cut = slash > 0 ? slash : per;
        if (cut <= 0) {
            return null;
        }
        String above = single(text.substring(0, cut).strip());
        String divisor = text.substring(cut + (slash > 0 ? 1 : 5)).strip();
        String below = single(divisor);
        if (below == null) {
            // Below a slash a capital is clear: KM/H.
            below = single(divisor.toLowerCase(Locale.ROOT));
        }
        return above == null || below == null ? null : joined(above, below);
    }

    /// Returns whether a unit is a currency.
    public static boolean isMoney(String unit) {
        return unit.equals(MONEY) || unit.equals(Currencies.of(unit));
    }

    private static @Nullable String single(String text) {
        String currency = Currencies.of(text);
        if (currency != null) {
            return currency;
        }
        Unit unit = unit(text);
        return unit == null ? null : unit.name;
    }

    /// Returns the spelling of a ratio of two units. A minute is `min` and a speed in miles is `mph`.
    static String joined(String above, String below) {
        String name = above + "/" + below;
        Unit unit = SPELLINGS.get(name);
        return unit == null ? name : unit.name;
    }

    private static @Nullable Unit unit(String text) {
        String word = text.replace(". ", " ");
        word = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
        Unit found = SPELLINGS.get(word);
        if (found != null || word.length() < 2 || word.indexOf('/') > 0) {
            return found;
        }
        return SPELLINGS.get(folded(word));
    }

    /// The key of a spelling whose letter case does not matter.
    private static String folded(String word) {
        return "~" + word.toLowerCase(Locale.ROOT);
    }

    /// Returns the factor that converts a number in one unit to another: 1 if they are equal, NaN if they cannot be
    /// converted. A number without a unit is a share: 5 % is 0.05. Temperatures and currencies are not converted.
    ///
    /// @param from a unit as [WrittenNumber#unit()] spells it; empty for none
    /// @param to   a unit like `from`
    public static double factor(String from, String to) {
        if (to.equals(MONEY)) {
            return isMoney(from) ? 1 : Double.NaN;
        }
        if (from.equals(to)) {
            return 1;
        }
        Unit source = from.isEmpty() ? NUMBER : SPELLINGS.get(from);
        Unit target = to.isEmpty() ? NUMBER : SPELLINGS.get(to);
        if (source != null && target != null) {
            return source.quantity.equals(target.quantity) && !source.quantity.equals("none")
                    ? source.size / target.size
                    : Double.NaN;
        }
        int slash = from.indexOf('/');
        int other = to.indexOf('/');
        return slash <= 0 || other <= 0
                ? Double.NaN
                : factor(from.substring(0, slash), to.substring(0, other))
                        / factor(from.substring(slash + 1), to.substring(other + 1));
    }

    private static Map<String, Unit> spellings() {
        Map<String, Unit> all = new HashMap<>();
        Map<String, Unit> anyCase = new HashMap<>();
        String quantity = "";
        for (String line : TABLE.lines().toList()) {
            String[] words = line.replace("  ", " ").split(" ", -1);
            if (words.length == 1) {
                quantity = words[0];
                continue;
            }
            Unit unit = new Unit(words[0].replace('_', ' '), quantity, Double.parseDouble(words[1]));
            for (int i = 0; i < words.length; i++) {
                if (i != 1) {
                    String word = words[i].replace('_', ' ');
                    all.putIfAbsent(word, unit);
                    // Spellings such as mW and MW, which differ only in case, have to be written exactly.
                    Unit same = anyCase.putIfAbsent(folded(word), unit);
                    if (same != null && !same.equals(unit)) {
                        anyCase.put(folded(word), NUMBER);
                    }
                }
            }
        }
        anyCase.forEach((word, unit) -> {
            if (!unit.equals(NUMBER)) {
                all.put(word, unit);
            }
        });
        return Map.copyOf(all);
    }
}
