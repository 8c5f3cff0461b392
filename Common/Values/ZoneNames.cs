using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace FederationGateway.Common.Values;

/// <summary>
/// Time zones by name, as AT TIME ZONE and moments take them: PostgreSQL's abbreviations, IANA names in any case, and POSIX offsets (<c>UTC+2</c> is west of
/// Greenwich). An abbreviation goes before a zone of the same name: <c>CET</c> is one hour in summer too.
/// </summary>
public static class ZoneNames
{
    // Minutes east of UTC.
    private static readonly (int Minutes, string Names)[] Offsets =
    [
        (-600, "HST TAHT"),
        (-570, "MART"),
        (-540, "AKST GAMT"),
        (-480, "AKDT PST"),
        (-420, "MST PDT"),
        (-360, "CST GALT MDT"),
        (-300, "ACT CDT COT EST PET"),
        (-240, "AMT AST BOT EDT"),
        (-210, "NFT NST"),
        (-180, "ADT BRA BRT CLST GFT PMST PYST UYT WGT"),
        (-150, "NDT"),
        (-120, "BRST FNT PMDT UYST WGST"),
        (-60, "AZOT EGT FNST"),
        (0, "AZOST EGST GMT UCT UT UTC WET Z ZULU"),
        (60, "BST CET MET MEZ WAT WETDST"),
        (120, "BDST CEST CETDST EET IST MEST MESZ METDST SAST"),
        (180, "EAT EEST EETDST FET IDT"),
        (210, "IRT"),
        (240, "MSD MUT RET SCT"),
        (270, "AFT"),
        (300, "MUST MVT PKT TFT TJT UZT"),
        (345, "NPT"),
        (360, "ALMT BDT BTT KGST PKST UZST XJT YEKST"),
        (390, "MMT"),
        (420, "ALMST CXT ICT WAST"),
        (480, "AWST BNT BORT CCT HKT MYT PHT WADT"),
        (525, "ACWST"),
        (540, "AWSST JAYT JST KST PWT ULAST WDT"),
        (570, "ACST CAST"),
        (600, "AEST CHUT DDUT KDT LIGT MPT PGT TRUT YAPT"),
        (630, "ACDT ACSST CADT LHST SADT"),
        (660, "AEDT AESST PONT VUT"),
        (720, "FJT GILT MHT NZST NZT TVT WAKT WFT"),
        (765, "CHAST"),
        (780, "FJST NZDT TOT"),
        (825, "CHADT"),
    ];

    private static readonly FrozenDictionary<string, int> Abbreviations =
        Offsets.SelectMany(group => group.Names.Split(' ').Select(name => KeyValuePair.Create(name, group.Minutes))).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // What these mean in PostgreSQL depends on the date.
    private static readonly FrozenSet<string> Changing = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        ["AMST", "ANAST", "ANAT", "ARST", "ART", "AZST", "AZT", "CKT", "CLT", "DAVT", "EASST", "EAST", "FKST", "FKT", "GEST", "GET", "GYT", "IOT", "IRKST", "IRKT", "KGT", "KOST",
        "KRAST", "KRAT", "LHDT", "LINT", "LKT", "MAGST", "MAGT", "MAWT", "MSK", "NOVST", "NOVT", "NUT", "OMSST", "OMST", "PETST", "PETT", "PYT", "SGT", "TKT", "TMT", "ULAT", "VET",
        "VLAST", "VLAT", "VOLT", "YAKST", "YAKT", "YEKT"]);

    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Found = new(StringComparer.Ordinal);

    /// <summary>Null when there is no such zone; 0A000 for an abbreviation that meant several offsets.</summary>
    public static TimeZoneInfo? TryFind(string name)
    {
        if (Found.TryGetValue(name, out var known)) return known;
        return Look(name) is { } zone ? Found.GetOrAdd(name, zone) : null;
    }

    private static TimeZoneInfo? Look(string name)
    {
        if (Abbreviations.TryGetValue(name, out var minutes)) return Fixed(name, TimeSpan.FromMinutes(minutes));
        if (Changing.Contains(name)) throw GatewayException.Unsupported($"the time zone abbreviation {name}");
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return zone;
        foreach (var candidate in TimeZoneInfo.GetSystemTimeZones())
            if (candidate.Id.Equals(name, StringComparison.OrdinalIgnoreCase)) return candidate;
        return TryReadPosix(name);
    }

    // "EST5", "UTC+2", "<+05>-5", "-7": POSIX counts hours west of Greenwich.
    private static TimeZoneInfo? TryReadPosix(string name)
    {
        var rest = name.AsSpan();
        if (rest.StartsWith('<') && rest.IndexOf('>') is > 0 and var close) rest = rest[(close + 1)..];
        else
            while (rest.Length > 0 && char.IsAsciiLetter(rest[0])) rest = rest[1..];
        if (rest.IsEmpty) return null;
        var sign = rest[0] == '-' ? 1 : -1;
        if (rest[0] is '+' or '-') rest = rest[1..];
        var parts = rest.ToString().Split(':');
        if (parts.Length > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 14) return null;
        var minutes = 0;
        if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out minutes) || minutes > 59)) return null;
        return Fixed(name, sign * new TimeSpan(hours, minutes, 0));
    }

    private static TimeZoneInfo Fixed(string name, TimeSpan offset) => TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name);
}
