using System.Text;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Shapes;

/// <summary>
/// What all queries of one <see cref="TextShape"/> have in common: rows of one table, and which of the literals choose them. Immutable; safe for several threads.
/// </summary>
public sealed class QueryShape
{
    // A character that no skeleton has next to a literal's text.
    private const char Separator = '\u0003';
    private readonly IReadOnlyList<int> _lifted;

    private QueryShape(IReadOnlyList<int> lifted) => _lifted = lifted;

    /// <summary>Null when the query is not of that kind: not one table, hints, or no column compared with a literal.</summary>
    public static QueryShape? Of(Statement statement, TextShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Lift(statement, shape) is ({ Count: > 0 } lifted, _) ? new QueryShape(lifted) : null;
    }

    /// <summary>A statement of this shape, whose tree is only made when it is asked for.</summary>
    public ParsedStatement Fill(string sql, TextShape shape)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(shape);
        var lifted = new LiftedQuery(KeyOf(shape), [.. _lifted.Select(index => shape.Literals[index])], () => Lift(Parse(), shape).Query!);
        return new ParsedStatement(lifted, Parse, sql.Substring(shape.Span.Start, shape.Span.Length), shape.Span);

        Statement Parse() => SqlParser.Parse(sql)[0].Statement;
    }

    private static (IReadOnlyList<int> Lifted, QueryStatement? Query) Lift(Statement statement, TextShape shape)
    {
        if (statement is not QueryStatement { With: null, Hints.IsEmpty: true, Locking.IsEmpty: true, Body: SelectBody { From: [NamedTable], Where: { } where } select } query) return ([], null);
        var lifting = new Lifting(shape);
        var condition = lifting.Lift(where);
        return (lifting.Lifted, query with { Body = select with { Where = condition } });
    }

    // Literals that stay where they are belong to the query, and so does an integer's type.
    private string KeyOf(TextShape shape)
    {
        var key = new StringBuilder(shape.Skeleton);
        for (var i = 0; i < shape.Literals.Count; i++)
        {
            key.Append(Separator);
            var literal = shape.Literals[i];
            if (!_lifted.Contains(i)) key.Append(literal.Value);
            else if (literal.IsInteger) key.Append(int.TryParse(literal.Value, out _) ? 'i' : long.TryParse(literal.Value, out _) ? 'b' : 'n');
        }

        return key.ToString();
    }

    private sealed class Lifting(TextShape shape)
    {
        public List<int> Lifted { get; } = [];

        public SyntaxExpression Lift(SyntaxExpression condition) => condition switch
        {
            LogicalExpression { Operator: LogicalOperator.And } and => and with { Operands = and.Operands.Select(Lift).ToEquatableArray() },
            BinaryExpression { Operator: { Symbol: "=", Schema: null }, Left: ColumnReference, Right: NumberLiteral or StringLiteral } equal => equal with { Right = Parameter(equal.Right) },
            BinaryExpression { Operator: { Symbol: "=", Schema: null }, Left: NumberLiteral or StringLiteral, Right: ColumnReference } equal => equal with { Left = Parameter(equal.Left) },
            _ => condition,
        };

        private SyntaxExpression Parameter(SyntaxExpression literal)
        {
            for (var i = 0; i < shape.Literals.Count; i++)
                if (shape.Literals[i].Span == literal.Span)
                {
                    Lifted.Add(i);
                    return new ParameterReference(Lifted.Count, literal.Span);
                }

            return literal;
        }
    }
}
