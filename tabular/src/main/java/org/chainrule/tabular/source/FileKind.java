package org.chainrule.tabular.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chainrule.error.FormatException;
import org.chainrule.tabular.value.Phrases;

/// A kind of file that is not CSV text, with its name and a way to convert it. In the ways, FILE is the file and TABLE a
/// table in it.
enum FileKind {
    // The // at the ends keep the formatter from joining the lines.
    EXCEL("an Excel workbook",
            "add the module chainrule-excel to the class path to read it, or save a sheet as CSV in a spreadsheet program"), //
    OLD_OFFICE("a file of an old Office program, such as an Excel workbook (.xls)",
            "save a sheet as CSV in a spreadsheet program, or " + pandas("read_excel(FILE)")), //
    OPEN_DOCUMENT("an OpenDocument file, such as a sheet of LibreOffice (.ods)",
            "save a sheet as CSV in a spreadsheet program, or " + pandas("read_excel(FILE)")), //
    NUMBERS("a Numbers document of Apple", "export it as CSV in Numbers"), //
    WORD("a Word document", "paste its table into a spreadsheet program and save it as CSV"), //
    RTF("an RTF document", "paste its table into a spreadsheet program and save it as CSV"), //
    NUMPY_ARCHIVE("a NumPy archive (.npz)",
            "save one array as CSV in Python: numpy.savetxt(\"table.csv\", numpy.load(FILE)[NAME], "
                    + "delimiter=\",\")"), //
    ZIP("a ZIP archive", "unpack it and use the table in it"), //
    TAR("a tar archive", "unpack it (tar -xf FILE) and use the table in it"), //
    BZIP2("a file compressed by bzip2", "decompress it (bunzip2 FILE)"), //
    XZ("a file compressed by xz", "decompress it (unxz FILE)"), //
    ZSTD("a file compressed by Zstandard", "decompress it (unzstd FILE)"), //
    LZ4("a file compressed by LZ4", "decompress it (unlz4 FILE)"), //
    COMPRESS("a file compressed by compress", "decompress it (uncompress FILE)"), //
    SEVEN_ZIP("a 7z archive", "unpack it (7z x FILE) and use the table in it"), //
    RAR("a RAR archive", "unpack it (unrar x FILE) and use the table in it"), //
    PARQUET("a Parquet file",
            "add the module chainrule-parquet to the class path to read it, or " + pandas("read_parquet(FILE)")), //
    FEATHER("a Feather (Arrow) file", pandas("read_feather(FILE)")), //
    ARROW_STREAM("an Arrow stream",
            "convert it in Python: pyarrow.ipc.open_stream(FILE).read_pandas().to_csv(\"table.csv\", "
                    + "index=False)"), //
    ORC("an ORC file", pandas("read_orc(FILE)")), //
    AVRO("an Avro file",
            "convert it in Python: pandas.DataFrame(fastavro.reader(open(FILE, \"rb\"))).to_csv(\"table.csv\", "
                    + "index=False)"), //
    HDF5("an HDF5 file", "export one of its data sets as CSV; if pandas wrote it, " + pandas("read_hdf(FILE)")), //
    NETCDF("a NetCDF file", "convert it in Python: xarray.open_dataset(FILE).to_dataframe().to_csv(\"table.csv\")"), //
    MATLAB("a MATLAB file (.mat)", "save a matrix as CSV in MATLAB: load(FILE), then writematrix(X, \"table.csv\")"), //
    SQLITE("an SQLite database", "export one table: sqlite3 -header -csv FILE \"SELECT * FROM TABLE\" > table.csv"), //
    ACCESS("an Access database",
            "export one table as CSV in Access, or by mdbtools: mdb-export FILE TABLE > table.csv"), //
    STATA("a Stata file (.dta)",
            "convert it in Stata (export delimited using table.csv), or " + pandas("read_stata(FILE)")), //
    SPSS("an SPSS file (.sav)", "save it as CSV in SPSS, or " + pandas("read_spss(FILE)")), //
    SAS("a SAS file", "export it as CSV in SAS (PROC EXPORT), or " + pandas("read_sas(FILE)")), //
    RDATA("an R workspace (.RData)",
            "convert it in R: load(FILE), then write.csv(TABLE, \"table.csv\", row.names = FALSE)"), //
    RDS("an R object (.rds)", "convert it in R: write.csv(readRDS(FILE), \"table.csv\", row.names = FALSE)"), //
    NUMPY("a NumPy array (.npy)",
            "convert it in Python: numpy.savetxt(\"table.csv\", numpy.load(FILE), delimiter=\",\")"), //
    PICKLE("a pickle of Python",
            "convert it in Python, if its source is trusted: pandas.read_pickle(FILE).to_csv(\"table.csv\", "
                    + "index=False)"), //
    SAFETENSORS("a safetensors file, such as a trained model", "choose the table instead"), //
    PDF("a PDF document", "extract its table, for example by Tabula, and save it as CSV"), //
    IMAGE("an image", "choose the table instead"), //
    POSTSCRIPT("a PostScript document", "choose the table instead"), //
    ARFF("an ARFF file of Weka", ""), //
    JSON_ARRAY("a JSON array", pandas("read_json(FILE)")), //
    JSON_OBJECT("a JSON object",
            "convert its table to CSV; if each field of the object is a column, " + pandas("read_json(FILE)")), //
    JSON_LINES("JSON text with one value in each line (JSON lines)",
            "write each row as a JSON object with the names of the columns as keys, or "
                    + pandas("read_json(FILE, lines=True)")), //
    EXCEL_XML("an Excel workbook in XML", "save a sheet as CSV in a spreadsheet program"), //
    HTML("an HTML page",
            "download the table itself if it is the wrong page; to use a table of the page, "
                    + pandas("read_html(FILE)[0]")), //
    XML("an XML file", pandas("read_xml(FILE)")), //
    SQL("an SQL script",
            "run it in a database and export the table as CSV, as in"
                    + " sqlite3 -header -csv data.db \"SELECT * FROM TABLE\" > table.csv"), //
    LATEX("a LaTeX document", "copy its table, with a comma for each & and without the \\\\ at the ends of lines"), //
    YAML("a YAML file",
            "convert it in Python, if it is a list of rows: "
                    + "pandas.DataFrame(yaml.safe_load(open(FILE))).to_csv(\"table.csv\", index=False)"), //
    LIBSVM("a LIBSVM file, which lists the values of each row as index:value",
            "convert it in Python: X, y = sklearn.datasets.load_svmlight_file(FILE), then"
                    + " pandas.DataFrame(X.toarray()).assign(target=y).to_csv(\"table.csv\", index=False)"), //
    GIT_LFS("a pointer of Git LFS, not the file itself", "fetch the file (git lfs pull)"), //
    BINARY("a binary file", "export it as CSV");

    /// The longest header that a message spells out.
    private static final int SHOWN = 200;
    private static final Pattern ATTRIBUTE = Pattern
            .compile("(?im)^[ \\t]*@attribute[ \\t]+('(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s{]+)");

    private final String what;
    private final String how;

    FileKind(String what, String how) {
        this.what = what;
        this.how = how;
    }

    boolean isJson() {
        return this == JSON_ARRAY || this == JSON_OBJECT || this == JSON_LINES;
    }

    private static String pandas(String reader) {
        return "convert it in Python: pandas." + reader + ".to_csv(\"table.csv\", index=False)";
    }

    /// Returns the exception for a file of this kind that is given as a table.
    ///
    /// @param text the beginning of the text; empty if the file is not text
    FormatException refusal(String name, String text) {
        return refusal(name, "", this == ARFF ? arff(text) : how);
    }

    /// Returns the exception for a file of this kind with a more specific way to convert it.
    ///
    /// @param more what else is known about the file; empty, or a clause that begins with a blank
    FormatException refusal(String name, String more, String way) {
        return new FormatException(name, name + " is " + what + more + ", not CSV text; " + way);
    }

    /// Returns how to convert an ARFF file, with the header line that its attributes need if it is not too long.
    private static String arff(String text) {
        List<String> names = new ArrayList<>();
        Matcher attribute = ATTRIBUTE.matcher(text);
        while (attribute.find()) {
            String name = attribute.group(1);
            boolean quoted = name.length() > 1 && (name.startsWith("'") || name.startsWith("\""));
            String bare = quoted ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1") : name;
            names.add(bare.contains(",") || bare.contains("'") || bare.contains("\"")
                    ? '"' + bare.replace("\"", "\"\"") + '"'
                    : bare);
        }
        String header = String.join(",", names);
        boolean complete = text.toLowerCase(Locale.ROOT).contains("@data");
        return "replace everything up to the line @DATA by one header line with the "
                + (complete && header.length() <= SHOWN && header.length() > 0
                        ? "names of the attributes: " + header
                        : Phrases.count(names.size(), "name") + " of the attributes, separated by commas");
    }
}
