using System.Text;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// A statement or expression being written in a dialect. Writing never fails half-way: the first thing that cannot be written is remembered as the
/// <see cref="Refusal"/>, and the text is then of no use.
/// </summary>
/// <param name="columns">How a column is referred to at this place, or null when it cannot be.</param>
/// <param name="writeQuery">Writes a nested query with the same dialect; null where no subquery is allowed.</param>
public sealed class SqlText(SqlDialect dialect, Func<ColumnId, string?> columns, Action<SqlText, PlanNode>? writeQuery = null)
{
    private readonly StringBuilder _text = new();
    private readonly List<ParameterExpression> _parameters = [];

    public SqlDialect Dialect => dialect;

    public PushdownRefusal? Refusal { get; private set; }

    /// <summary>True when what was written may hold for more rows than what was asked: it must be evaluated again.</summary>
    public bool IsSuperset { get; private set; }

    /// <summary>The statement parameters referred to, in the order the dialect numbers them.</summary>
    public IReadOnlyList<ParameterExpression> Parameters => _parameters;

    /// <summary>How columns are referred to; a query writer changes it while it writes a scope.</summary>
    public Func<ColumnId, string?> Columns { get; set; } = columns;

    /// <summary>
    /// The table column whose value a column passes on unchanged, with the facts the adapter imported (its collation …), or null when it is computed or not known.
    /// A query writer sets it together with <see cref="Columns"/>.
    /// </summary>
    public Func<ColumnId, TableColumn?> Origins { get; set; } = static _ => null;

    public SqlText Append(string text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>What <paramref name="write"/> appends, taken out of the text again: a part that is put in elsewhere, perhaps more than once.</summary>
    public string Capture(Action<SqlText> write)
    {
        var start = _text.Length;
        write(this);
        var part = _text.ToString(start, _text.Length - start);
        _text.Length = start;
        return part;
    }

    public SqlText Append(Expression expression)
    {
        if (Refusal is null) dialect.Write(this, expression);
        return this;
    }

    public SqlText AppendList(IEnumerable<Expression> expressions, string separator = ", ")
    {
        var first = true;
        foreach (var expression in expressions)
        {
            if (!first) _text.Append(separator);
            first = false;
            Append(expression);
        }

        return this;
    }

    public void AppendQuery(PlanNode query)
    {
        if (writeQuery is null) Refuse(RefusalCode.ConstructNotPushed, "a subquery cannot be sent from this place");
        else if (Refusal is null) writeQuery(this, query);
    }

    /// <summary>The number (from 1) under which the statement sends this parameter's value: the same parameter used twice is sent once.</summary>
    public int ParameterNumber(ParameterExpression parameter)
    {
        var index = _parameters.FindIndex(known => known.Number == parameter.Number && known.Type == parameter.Type);
        if (index < 0)
        {
            _parameters.Add(parameter);
            index = _parameters.Count - 1;
        }

        return index + 1;
    }

    public void Refuse(string code, string message, string? hint = null) => Refusal ??= new PushdownRefusal(code, message, hint);

    public void Refuse(PushdownRefusal refusal) => Refusal ??= refusal;

    public void MarkSuperset() => IsSuperset = true;

    public override string ToString() => _text.ToString();
}
