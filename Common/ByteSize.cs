using System.Globalization;

namespace FederationGateway.Common;

/// <summary>Sizes as people write them: <c>512MB</c>, <c>8GB</c>, plain bytes; units are powers of 1024.</summary>
public static class ByteSize
{
    private static readonly (string Unit, long Bytes)[] Units = [("TB", 1L << 40), ("GB", 1L << 30), ("MB", 1L << 20), ("KB", 1L << 10), ("B", 1)];

    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        text = text.Trim().ToUpperInvariant();
        var (unit, factor) = Array.Find(Units, entry => text.EndsWith(entry.Unit, StringComparison.Ordinal));
        if (!decimal.TryParse(text.AsSpan(0, text.Length - (unit?.Length ?? 0)).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
        var product = number * (unit is null ? 1 : factor);
        if (product is <= 0 or > long.MaxValue) return false;
        bytes = (long)product;
        return true;
    }

    /// <summary>The size with the largest unit that leaves no fraction: <c>1536MB</c>.</summary>
    public static string Format(long bytes)
    {
        var (unit, factor) = Array.Find(Units, entry => bytes % entry.Bytes == 0);
        return bytes == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{bytes / factor}{unit}");
    }
}
