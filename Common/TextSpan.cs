namespace FederationGateway.Common;

/// <summary>A place in a statement's text: zero-based offset and length, both in UTF-16 units.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;

    /// <summary>The smallest span that holds both.</summary>
    public static TextSpan Union(TextSpan first, TextSpan second)
    {
        var start = Math.Min(first.Start, second.Start);
        return new TextSpan(start, Math.Max(first.End, second.End) - start);
    }
}
