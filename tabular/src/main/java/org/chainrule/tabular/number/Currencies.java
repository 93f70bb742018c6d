package org.chainrule.tabular.number;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The signs, abbreviations and codes of currencies, each with one common spelling: `$` for `$`, `US$`, `USD` and
/// `dollars`.
///
/// A sign that several countries use means the best known of them unless letters say otherwise: `$` is the dollar of
/// the United States, `£` the British pound. `kr` stays a unit of its own, because the crowns of four countries differ.
/// The codes `ALL` and `TOP` are left out, because they are English words.
final class Currencies {
    /// One currency a line, first in its common spelling. Three letters or more match in any case.
    private static final String NAMED = """
            $ US$ USD dollar dollars Dollar buck bucks
            € EUR Euro euros
            £ GBP UK£ £stg
            ¥ JPY JP¥ yen 円 圓
            CN¥ CNY RMB 元 CNH yuan
            ₹ INR Rs RS rs Re ₨ rupee rupees रु रू টাকা
            CHF SFr Fr Fr sFr Franken
            kr Kr KR
            A$ AUD AU$
            C$ CAD CA$ CDN$
            HK$ HKD
            NT$ TWD
            NZ$ NZD
            S$ SGD SG$
            MX$ MXN Mex$
            R$ BRL reais
            R ZAR
            zł PLN zl ZŁ Zł złotych
            Kč KČ Kc CZK Kčs
            Ft HUF forint
            ₽ RUB RUR руб рублей р
            ₴ UAH грн
            ₩ KRW 원 ￦
            ₫ VND đ Đ VNĐ
            ฿ THB บาท
            ₱ PHP P
            ₦ NGN
            ₺ TL
            ₪ ILS NIS ש"ח
            Rp IDR rp
            RM MYR rm
            Q GTQ
            lei RON
            лв BGN лев
            din RSD дин
            S/ PEN
            ₵ GHS GH₵ GH¢
            ₡ CRC
            ₲ PYG Gs
            ₸ KZT тг
            ₮ MNT
            ₭ LAK
            ₾ GEL
            ₼ AZN
            ֏ AMD
            ؋ AFN
            ﷼ IRR ریال
            تومان toman
            ৳ BDT Tk ৳
            EGP ج.م E£ £E LE
            SAR ر.س SR
            AED د.إ Dhs Dh
            QAR ر.ق
            KWD د.ك KD
            BHD د.ب
            OMR ر.ع
            JOD د.أ د.ا
            LBP ل.ل
            MAD د.م DH
            DZD د.ج DA
            TND د.ت DT
            IQD د.ع
            KES KSh Ksh
            TZS TSh
            UGX USh
            XOF CFA FCFA
            Bs BOB
            VES VEF
            MOP MOP$
            COP COL$
            CLP CLP$
            ARS AR$
            UYU $U
            DOP RD$
            JMD J$
            TTD TT$
            BZD BZ$
            NIO
            ₿ BTC XBT
            ETH Ξ
            DM DEM
            ¢ cent cents
            """;
    /// Codes of further currencies, which match in capitals only. `KGS` is left out, because it is rather kilograms.
    private static final String CODES = """
            AOA AWG BAM BBD BIF BMD BND BSD BTN BWP BYN CDF CLF CUP CVE DJF DKK ERN ETB FJD FKP GIP GMD GNF GYD HNL
            HRK HTG ISK KHR KMF KPW KYD LKR LRD LSL LTL LVL EEK SKK SIT MDL MGA MKD MMK MRU MUR MVR MWK MZN NAD
            NOK NPR PAB PGK PKR RWF SBD SCR SDG SEK SHP SLE SOS SRD STN SVC SYP SZL TJS TMT UZS VUV WST XAF XCD XPF
            YER ZMW ZWL XAU XAG USDT USDC ITL FRF ESP NLG ATS BEF PTE FIM IEP GRD
            """;
    /// Spellings that would be words in small letters.
    private static final Set<String> WORDS = Set.of("TRY", "MAD", "PEN", "COP", "GEL", "LAK", "MOP", "Franken");
    /// Signs that a code beside them may specify: `$5 CAD` is Canadian.
    private static final Set<String> SHARED = Set.of("$", "£", "¥", "kr", "kr.", "Rs", "Rs.", "₨");
    /// Currencies whose signs no others share.
    private static final Set<String> DISTINCT = Set.of("€", "£", "¥", "₹", "$", "CHF", "₽", "zł");
    private static final Map<String, String> SPELLINGS = spellings();

    private Currencies() {
    }

    /// Returns the common spelling of a currency; null if the text, which has no blanks around it, is not a currency.
    static @Nullable String of(String text) {
        int length = text.length() - (text.endsWith(".") ? 1 : 0);
        String word = text.substring(0, length);
        // A point does not end a code: CHF.50 has no digits before its decimal mark.
        if (length < text.length() && length == 3 && word.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
            return null;
        }
        String found = SPELLINGS.get(word);
        return found != null || word.length() < 3 ? found : SPELLINGS.get(word.toLowerCase(Locale.ROOT));
    }

    /// Returns the currency of a number that names two, such as `$5 CAD` and `€5 EUR`; null if they contradict.
    static @Nullable String both(String first, String second) {
        String one = of(first);
        String other = of(second);
        if (one == null || one.equals(other)) {
            return one;
        }
        return specifies(second, first) ? other : specifies(first, second) ? one : null;
    }

    private static boolean specifies(String code, String sign) {
        String currency = of(code);
        return SHARED.contains(sign) && code.length() >= 3 && currency != null && !DISTINCT.contains(currency);
    }

    private static Map<String, String> spellings() {
        Map<String, String> all = new HashMap<>();
        all.put("TRY", "₺");
        for (String line : NAMED.lines().toList()) {
            String[] words = line.split(" ", -1);
            for (String word : words) {
                all.put(word, words[0]);
                if (word.length() >= 3 && !WORDS.contains(word)) {
                    all.putIfAbsent(word.toLowerCase(Locale.ROOT), words[0]);
                }
            }
        }
        for (String code : CODES.strip().split("\\s+", -1)) {
            all.put(code, code);
        }
        return Map.copyOf(all);
    }
}
