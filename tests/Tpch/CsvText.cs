using System.Text;

namespace FederationGateway.Tpch;

/// <summary>CSV as COPY writes it: commas, quotes doubled inside quotes.</summary>
internal static class CsvText
{
    public static List<List<string>> Rows(string text)
    {
        var rows = new List<List<string>>();
        var row = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
            switch (text[i])
            {
                // A quote that opens a quoted stretch where one just closed was a doubled quote.
                case '"':
                    isQuoted = !isQuoted;
                    if (isQuoted && i > 0 && text[i - 1] == '"')
                        cell.Append('"');
                    break;
                case ',' when !isQuoted:
                    EndCell();
                    break;
                case '\n' when !isQuoted:
                    EndCell();
                    rows.Add(row);
                    row = [];
                    break;
                case '\r' when !isQuoted:
                    break;
                default:
                    cell.Append(text[i]);
                    break;
            }

        if (cell.Length > 0 || row.Count > 0)
        {
            EndCell();
            rows.Add(row);
        }

        return rows;

        void EndCell()
        {
            row.Add(cell.ToString());
            cell.Clear();
        }
    }
}
