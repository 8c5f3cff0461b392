namespace FederationGateway.Support.Processes;

/// <summary>The shell scripts of this project, which travel inside the assembly.</summary>
internal static class EmbeddedScript
{
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedScript).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"no script {name} in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
