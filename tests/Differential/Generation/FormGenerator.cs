using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>What SQL writes in words or signs of its own rather than as a call: elements and slices, AT TIME ZONE, trim, overlay, rows, SIMILAR TO.</summary>
internal sealed class FormGenerator(Dice dice, ExpressionGenerator expressions)
{
    private static readonly string[] Zones = ["'UTC'", "'Europe/Berlin'", "'America/New_York'", "'+02'", "'2 hours'::interval"];
    private static readonly string[] Similar = ["'a%'", "'(a|r)%'", "'[a-c]+'", "'_b_'", "'%(é|ß)%'", "'a{1,2}b*'", "''", "'re(d|x)?'"];
    private static readonly SqlType[] Members = [SqlType.Int4, SqlType.Int4, SqlType.Text, SqlType.Date, SqlType.UnconstrainedNumeric, SqlType.Boolean];

    /// <summary>A form of the type; null when there is none.</summary>
    public Piece? TryForm(SqlType type, Place place)
    {
        var inner = place.Inner(tame: dice.Chance(50));
        return type.Kind switch
        {
            SqlTypeKind.Boolean => Test(inner),
            SqlTypeKind.Text => dice.Chance(25) ? Element(type, inner) : Text(inner),
            SqlTypeKind.Int4 => Element(type, inner),
            SqlTypeKind.Array => Array(type, inner),
            SqlTypeKind.Timestamp => Join("(", expressions.Of(SqlType.TimestampTz, inner), " AT TIME ZONE ", dice.Pick(Zones), ")"),
            SqlTypeKind.TimestampTz => Join("(", expressions.Of(SqlType.Timestamp, inner), " AT TIME ZONE ", dice.Pick(Zones), ")"),
            SqlTypeKind.Bytea => Join("overlay(", expressions.Of(type, inner), " PLACING ", expressions.Of(type, inner), " FROM ", Count(), ")"),
            _ => null,
        };
    }

    private Phrase Element(SqlType type, Place place) => Join("(", expressions.Of(SqlType.ArrayOf(type.Kind), place), ")[", dice.Chance(70) ? dice.OneOf("1", "2", "0", "-1") : expressions.Of(SqlType.Int4, place), "]");

    private Phrase Array(SqlType type, Place place) => dice.Roll(6) switch
    {
        0 => Join("(", expressions.Of(type, place), ")[", dice.OneOf("1", "2", "0"), ":", dice.OneOf("1", "2", "3"), "]"),
        1 => Join("(", expressions.Of(type, place), ")[", dice.OneOf(":2", "2:", ":", "3:2"), "]"),
        2 when place.AllowsSubqueries && !place.IsGrouped => expressions.Queries.Array(type.ElementType, place),
        _ => Join("ARRAY[", new Series(", ", 1, [.. expressions.Many(1, 3, () => expressions.Of(type.ElementType, place))]), "]"),
    };

    private Phrase Text(Place place)
    {
        var text = expressions.Of(SqlType.Text, place);
        return dice.Roll(7) switch
        {
            0 => Join("trim(", dice.OneOf("BOTH ", "LEADING ", "TRAILING "), dice.OneOf("'a'", "' '", "'abr'", "'é'"), " FROM ", text, ")"),
            1 => Join("overlay(", text, " PLACING ", expressions.Of(SqlType.Text, place), " FROM ", Count(), dice.OneOf("", " FOR 0", " FOR 2"), ")"),
            2 => Join("substring(", text, " FROM ", Count(), dice.OneOf("", " FOR 2", " FOR 0"), ")"),
            3 => Join("substring(", text, " FROM ", dice.OneOf("'[a-c]+'", "'(.)b'", "'.$'", @"'\s*'"), ")"),
            4 => Join("substring(", text, " SIMILAR ", dice.OneOf("'a#\"%#\"c'", "'#\"_#\"%'", "'%#\"re#\"_'"), " ESCAPE '#')"),
            5 => Join("(", text, " COLLATE \"C\")"),
            _ => Join("CAST(", text, " AS ", dice.OneOf("varchar(3)", "char(4)", "text"), ")::text"),
        };
    }

    private Phrase Test(Place place) => dice.Roll(6) switch
    {
        0 => Join("(", expressions.Of(SqlType.Text, place), dice.OneOf(" SIMILAR TO ", " NOT SIMILAR TO "), dice.Pick(Similar), ")"),
        1 => Join("(", expressions.Of(SqlType.Text, place), dice.OneOf(" LIKE ANY ", " ILIKE ANY ", " NOT LIKE ALL ", " LIKE ALL "), "('{a%,%b%,NULL}'::text[]))"),
        2 => Join("(", expressions.Of(SqlType.Text, place), dice.OneOf(" LIKE 'a!%%' ESCAPE '!'", " LIKE '%a_' ESCAPE ''", " NOT LIKE '#_%' ESCAPE '#'"), ")"),
        3 => Join("(", expressions.Of(SqlType.Text, place), dice.OneOf(" = ANY (", " <> ALL (", " < ALL (", " >= ANY ("), expressions.Of(SqlType.ArrayOf(SqlTypeKind.Text), place), "))"),
        _ => Rows(place),
    };

    private Phrase Rows(Place place)
    {
        SqlType[] types = [.. expressions.Many(2, 3, () => dice.Pick(Members))];
        var left = Row(types, place);
        return dice.Chance(15)
            ? Join("(", left, dice.OneOf(" IS NULL)", " IS NOT NULL)"))
            : new Phrase(Labels.Lazy, ["(", left, dice.OneOf(" = ", " <> ", " < ", " <= ", " > ", " >= ", " IS DISTINCT FROM ", " IS NOT DISTINCT FROM "), Row(types, place), ")"]);
    }

    private Phrase Row(SqlType[] types, Place place) => Join("ROW(", new Series(", ", types.Length, [.. types.Select(type => expressions.Of(type, place))]), ")");

    private string Count() => dice.OneOf("1", "2", "3", "5");

    private static Phrase Join(params Piece[] parts) => ExpressionGenerator.Join(parts);
}
