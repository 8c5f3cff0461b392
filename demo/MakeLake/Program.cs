// Runs a script of the embedded engine whose COPY statements write files into a folder: MakeLake <script> <folder>
using FederationGateway.DuckDb;

if (args is not [var script, var folder])
{
    Console.Error.WriteLine("usage: MakeLake <script> <folder>");
    return 2;
}

var statements = File.ReadAllText(script);
Directory.CreateDirectory(folder);
Directory.SetCurrentDirectory(folder);
using var engine = DuckDbEngine.Open(new EngineOptions { AllowExternalAccess = true });
using var connection = engine.Connect();
connection.Execute(statements, CancellationToken.None);
return 0;
