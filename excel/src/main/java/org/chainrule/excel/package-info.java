/// Reads sheets of Excel workbooks (.xlsx, .xlsm) as tables, with the ZIP and XML readers of the JDK and without other
/// libraries. `ExcelFormat` is found as a service.
///
/// `WorkbookParts` opens the parts of a workbook, `Workbook` knows its sheets, `Outline` where a sheet has values, and
/// `SheetStream` writes its rows.
package org.chainrule.excel;
