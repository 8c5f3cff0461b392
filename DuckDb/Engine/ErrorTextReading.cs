namespace FederationGateway.DuckDb;

/// <summary>Finding words and values in the engine's error sentences.</summary>
internal static class ErrorTextReading
{
    extension(string text)
    {
        public bool Has(string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);

        /// <summary>
        /// What stands between two markers: to the end when the second is empty or missing, nothing when the first is missing.
        /// </summary>
        public string Between(string before, string after)
        {
            var start = text.IndexOf(before, StringComparison.Ordinal);
            if (start < 0) return "";
            start += before.Length;
            var end = after.Length == 0 ? -1 : text.IndexOf(after, start, StringComparison.Ordinal);
            return end < 0 ? text[start..] : text[start..end];
        }
    }
}
