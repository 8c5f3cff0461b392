using System.Text;
using Antlr4.Runtime;
using FederationGateway.Common;
using FederationGateway.Parser.Lexing;
using FedSqlGrammar;

namespace FederationGateway.Parser.Shapes;

/// <summary>
/// A text as others may read it, parsed or not: without values, comments and secrets, in one line. Values are question marks, a list of them is one. What cannot
/// be read as tokens, and what follows the word PASSWORD where it may be an account's, is left out.
/// </summary>
/// <param name="Text">At most <see cref="Longest"/> characters.</param>
/// <param name="Blamed">The token at a place asked for, as it shows in the text; null when it shows nothing of it.</param>
public sealed record ValuelessText(string Text, string? Blamed)
{
    public const int Longest = 2000;

    // Lexing stops here: what follows would not be shown.
    private const int LongestInput = 16 * 1024;
    private const string Value = "?";
    private const string Omitted = "…";

    private static readonly string[] Secret = ["PASSWORD", "IDENTIFIED"];

    // A column or table may be called password; in these statements none is set.
    private static readonly string[] Passwordless = ["SELECT", "WITH", "VALUES", "INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "DECLARE", "EXPLAIN", "FETCH", "PREPARE"];

    /// <param name="position">Where to look for <see cref="Blamed"/>; of several statements only the one there is written.</param>
    public static ValuelessText Of(string sql, int? position)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var input = sql.Length <= LongestInput ? sql : sql[..LongestInput];
        var writer = new Writer(input, position);
        try
        {
            var lexer = new FedSqlLexer(new TextCharStream(input), TextWriter.Null, TextWriter.Null);
            for (var token = lexer.NextToken(); token.Type != TokenConstants.EOF; token = lexer.NextToken()) writer.Add(token);
        }
        catch (GatewayException)
        {
            writer.Omit();
        }

        if (input.Length < sql.Length) writer.Omit();
        return writer.Finish();
    }

    private sealed class Writer(string sql, int? position)
    {
        private readonly List<string> _words = [];
        private string? _blamed;
        private bool _isPassed;
        private bool _isOmitting;
        private int _statementStart;

        public void Add(IToken token)
        {
            var holdsPosition = position >= token.StartIndex && position <= token.StopIndex;
            if (token.Type == FedSqlLexer.Semicolon)
            {
                Separate();
                return;
            }

            if (_isPassed || _isOmitting) return;
            var word = WordOf(token);
            if (holdsPosition) _blamed = word == Value ? null : word;
            if (word == Value && _words is [.., Value, ","] && _words.Count - _statementStart >= 2) _words.RemoveAt(_words.Count - 1);
            else _words.Add(word);
            if (Secret.Contains(word, StringComparer.OrdinalIgnoreCase) && !IsPasswordless()) Omit();
        }

        public void Omit()
        {
            if (_isPassed || _isOmitting) return;
            _isOmitting = true;
            _words.Add(Omitted);
        }

        public ValuelessText Finish()
        {
            var text = new StringBuilder();
            foreach (var word in _words)
            {
                if (text.Length > 0 && word is not ("," or ";" or ")" or ".") && text[^1] is not ('(' or '.')) text.Append(' ');
                text.Append(word);
                if (text.Length > Longest) break;
            }

            return new ValuelessText(text.Length <= Longest ? text.ToString() : string.Concat(text.ToString(0, Longest - 1), Omitted), _blamed);
        }

        // What stands before the blamed statement is dropped, what stands behind it not read.
        private void Separate()
        {
            if (_isPassed) return;
            _isOmitting = false;
            if (_words.Count == _statementStart) return;
            if (position is null) _words.Add(";");
            else if (_blamed is not null) _isPassed = true;
            else _words.Clear();
            _statementStart = _words.Count;
        }

        private bool IsPasswordless() => _words.Count > _statementStart && Passwordless.Contains(_words[_statementStart], StringComparer.OrdinalIgnoreCase);

        private string WordOf(IToken token) => token.Type switch
        {
            FedSqlLexer.StringLiteral or FedSqlLexer.BitString or FedSqlLexer.IntegerLiteral or FedSqlLexer.NumericLiteral => Value,
            _ => sql[token.StartIndex..(token.StopIndex + 1)],
        };
    }
}
