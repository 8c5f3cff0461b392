using System.Globalization;

namespace FederationGateway.DuckDb;

/// <summary>
/// Exceptions thrown inside the engine's callbacks. The engine carries only text, so the text it gets is a ticket for the exception itself,
/// which is found again when the statement fails. A ticket cannot be forged by data (it begins with a random number of this process); the oldest
/// exceptions are forgotten, since the engine may swallow an error.
/// </summary>
internal static class OriginalErrors
{
    private const int Kept = 1024;
    private const int DigitsLength = 16;
    private static readonly string s_prefix = $"ticket-{Guid.NewGuid():N}-";
    private static readonly (long Number, Exception Error)[] s_errors = new (long, Exception)[Kept];
    private static readonly Lock s_gate = new();
    private static long s_last;

    public static string Remember(Exception error)
    {
        lock (s_gate)
        {
            var number = ++s_last;
            s_errors[number % Kept] = (number, error);
            return s_prefix + number.ToString("x16", CultureInfo.InvariantCulture);
        }
    }

    public static Exception? Find(string text)
    {
        var start = text.IndexOf(s_prefix, StringComparison.Ordinal) + s_prefix.Length;
        if (start < s_prefix.Length || text.Length < start + DigitsLength) return null;
        if (!long.TryParse(text.AsSpan(start, DigitsLength), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number)) return null;
        lock (s_gate) return s_errors[number % Kept] is var entry && entry.Number == number ? entry.Error : null;
    }
}
