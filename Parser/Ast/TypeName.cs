using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>
/// A type as written. Types with a spelling of their own (<c>int</c>, <c>timestamp(3) with time zone</c>, <c>varchar(10)</c>) carry the
/// standard spelling as a one-part name (<c>integer</c>, <c>timestamp with time zone</c>, <c>character varying</c>).
/// </summary>
/// <param name="Modifiers">What stands in parentheses: lengths, precisions, scales.</param>
/// <param name="ArrayDimensions">0 for a scalar type; the bounds of <c>int[3]</c> mean nothing and are not kept.</param>
/// <param name="IntervalFields">The fields of <c>interval year to month</c>.</param>
public sealed record TypeName(
    ObjectName Name,
    EquatableArray<SyntaxExpression> Modifiers,
    int ArrayDimensions,
    IntervalFields IntervalFields,
    TextSpan Span) : SyntaxNode(Span);

/// <summary>Which fields an interval type or literal is restricted to.</summary>
public enum IntervalFields
{
    All,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    YearToMonth,
    DayToHour,
    DayToMinute,
    DayToSecond,
    HourToMinute,
    HourToSecond,
    MinuteToSecond,
}
