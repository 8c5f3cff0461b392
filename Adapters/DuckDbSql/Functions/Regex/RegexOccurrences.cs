using System.Globalization;
using System.Text.RegularExpressions;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>regexp_instr() and regexp_substr(): the n-th match, or a parenthesized part of it.</summary>
internal static class RegexOccurrences
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.OfRow("gw_regexp_instr", [Text.Type, Text.Type, Int4.Type, Int4.Type, Int4.Type, Text.Type, Int4.Type], Int4, (in ScalarCall call, int row) =>
        {
            var text = Text.Read(call[0], row);
            var end = Int4.Read(call[4], row);
            var request = new Request("regexp_instr", Text.Read(call[1], row), Int4.Read(call[2], row), Int4.Read(call[3], row), Text.Read(call[5], row), Int4.Read(call[6], row));
            if (end is not (0 or 1)) throw new GatewayException(SqlState.InvalidParameterValue, string.Create(CultureInfo.InvariantCulture, $"invalid value for parameter \"endoption\": {end}"));
            return Find(text, request) is not { } part ? 0 : StringLimits.CodePoints(text[..(part.Index + (end == 1 ? part.Length : 0))]) + 1;
        }),
        Scalar.OfRow("gw_regexp_substr", [Text.Type, Text.Type, Int4.Type, Int4.Type, Text.Type, Int4.Type], TextOrNull, (in ScalarCall call, int row) =>
            Find(Text.Read(call[0], row), new Request("regexp_substr", Text.Read(call[1], row), Int4.Read(call[2], row), Int4.Read(call[3], row), Text.Read(call[4], row), Int4.Read(call[5], row)))?.Value),
    ];

    private sealed record Request(string Function, string Pattern, int Start, int Occurrence, string Flags, int Part);

    // A pattern without parentheses has one part, itself.
    private static Group? Find(string text, Request request)
    {
        RegexFunctions.RequireAtLeast(1, request.Start, "start");
        RegexFunctions.RequireAtLeast(1, request.Occurrence, "n");
        RegexFunctions.RequireAtLeast(0, request.Part, "subexpr");
        var regex = RegexFunctions.Open(request.Pattern, RegexFunctions.NoGlobal(request.Flags, request.Function));
        var match = RegexFunctions.Matches(regex, text, RegexFunctions.IndexOfStart(text, request.Start)).Skip(request.Occurrence - 1).FirstOrDefault();
        if (match is null) return null;
        if (request.Part == 0 || (request.Part == 1 && regex.GroupCount == 0)) return match;
        return request.Part <= regex.GroupCount && match.Groups[request.Part] is { Success: true } group ? group : null;
    }
}
