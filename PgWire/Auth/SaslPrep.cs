using System.Text;

namespace FederationGateway.PgWire.Auth;

/// <summary>
/// The preparation of passwords that RFC 5802 asks for (RFC 4013), as PostgreSQL applies it: a password that cannot be prepared is used as it is.
/// Compatibility composition needs ICU: where the process runs without it, passwords are expected to be composed already (as keyboards send them).
/// </summary>
public static class SaslPrep
{
    public static string Prepare(string password)
    {
        if (Ascii.IsValid(password)) return password;
        var mapped = new StringBuilder(password.Length);
        foreach (var rune in password.EnumerateRunes())
        {
            if (IsMappedToNothing(rune.Value)) continue;
            if (IsMappedToSpace(rune.Value)) mapped.Append(' ');
            else mapped.Append(rune);
        }

        try
        {
            var prepared = mapped.ToString().Normalize(NormalizationForm.FormKC);
            return prepared.Length == 0 || prepared.Any(char.IsControl) ? password : prepared;
        }
        catch (ArgumentException)
        {
            return password;        // a lone surrogate cannot be normalized
        }
    }

    // RFC 3454, table C.1.2: spaces that are not ASCII.
    private static bool IsMappedToSpace(int codePoint) =>
        codePoint is 0x00A0 or 0x1680 or (>= 0x2000 and <= 0x200B) or 0x202F or 0x205F or 0x3000;

    // RFC 3454, table B.1; 0x200B is in both tables and PostgreSQL takes it for a space.
    private static bool IsMappedToNothing(int codePoint) =>
        codePoint is 0x00AD or 0x034F or 0x1806 or (>= 0x180B and <= 0x180D) or 0x200C or 0x200D or 0x2060 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF;
}
