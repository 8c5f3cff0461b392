using System.Globalization;
using FederationGateway.Binder.Expressions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>CREATE and ALTER SEQUENCE. RESTART takes effect at once, whatever becomes of the transaction.</summary>
internal static class SequenceStatements
{
    private const string Owned = "owned";

    public static Prepared PrepareCreate(ParsedStatement parsed, CreateSequenceStatement create)
    {
        if (create.Temporary) throw GatewayException.Unsupported("a temporary sequence", create.Span);
        return new PreparedCommand(parsed, "CREATE SEQUENCE", run =>
        {
            var (schema, name) = DdlNames.Target(run.Session, run.Session.Snapshot, create.Name);
            run.Session.Rights.Require(run.Session.Snapshot.Schemas.FindExact(schema)!, Privilege.Create);
            if (DdlNames.SkipExisting(run, run.Session.Snapshot, schema, name, create.IfNotExists)) return ValueTask.CompletedTask;
            var definition = DefinitionOf(create.Options);
            return DdlRun.ChangeAsync(run, catalog => Sequences.Create(catalog, schema, name, definition, OwnerOf(run, catalog.Snapshot, create.Options), run.Session.User));
        });
    }

    public static Prepared PrepareAlter(ParsedStatement parsed, AlterSequenceStatement alter) => new PreparedCommand(parsed, "ALTER SEQUENCE", async run =>
    {
        if (DdlNames.FindRelation(run.Session, run.Session.Snapshot, alter.Name) is null && alter.IfExists)
        {
            run.Session.Notice($"relation \"{alter.Name.Last.Text}\" does not exist, skipping", "00000");
            return;
        }

        await DdlRun.ChangeAsync(run, catalog =>
        {
            Sequences.Alter(catalog, Find(run, catalog.Snapshot, alter.Name), DefinitionOf(alter.Options));
            if (alter.Options.Any(option => option.Name == Owned)) Sequences.SetOwner(catalog, Find(run, catalog.Snapshot, alter.Name), OwnerOf(run, catalog.Snapshot, alter.Options));
        });
        if (alter.Options.FirstOrDefault(option => option.Name == "restart") is not { } restart) return;
        var sequence = Find(run, run.Session.Snapshot, alter.Name);
        run.Session.Core.Store.Sequences.Set(sequence, restart.Number is null ? sequence.Range.Start : Number(restart), isCalled: false);
    });

    /// <summary>What options of a sequence, or of an identity column, say.</summary>
    public static SequenceDefinition DefinitionOf(EquatableArray<SequenceOption> options)
    {
        var definition = new SequenceDefinition();
        foreach (var option in options)
        {
            definition = option.Name switch
            {
                "as" => definition with { Type = TypeNames.Resolve(option.Type!) },
                "start" => definition with { Start = Number(option) },
                "increment" => definition with { Increment = Number(option) },
                "minvalue" => definition with { Minimum = Number(option) },
                "maxvalue" => definition with { Maximum = Number(option) },
                "cache" => definition with { Cache = Number(option) },
                "cycle" => definition with { Cycles = true },
                "no cycle" => definition with { Cycles = false },
                "no minvalue" or "no maxvalue" or "restart" or "sequence name" or Owned => definition,
                _ => throw new GatewayException(SqlState.SyntaxError, $"syntax error at or near \"{option.Name}\"") { Position = option.Span.Start },
            };
        }

        return definition;
    }

    private static SequenceOwner? OwnerOf(StatementRun run, CatalogSnapshot snapshot, EquatableArray<SequenceOption> options)
    {
        if (options.FirstOrDefault(option => option.Name == Owned) is not { Target: { } target } || (target.Parts.Count == 1 && target.Last.Text == "none")) return null;
        if (target.Parts.Count == 1) throw new GatewayException(SqlState.SyntaxError, "invalid OWNED BY option") { Position = target.Span.Start, Hint = "Specify OWNED BY table.column or OWNED BY NONE." };
        var name = new ObjectName(target.Parts.Take(target.Parts.Count - 1).ToEquatableArray(), target.Span);
        if (DdlNames.OwnRelation(run.Session, snapshot, name) is not LocalTableEntry table) throw new GatewayException(SqlState.WrongObjectType, $"sequence cannot be owned by relation \"{name.Last.Text}\"") { Position = target.Span.Start };
        var column = table.Columns.FirstOrDefault(column => column.Name == target.Last.Text)
            ?? throw new GatewayException(SqlState.UndefinedColumn, $"column \"{target.Last.Text}\" of relation \"{table.Name}\" does not exist") { Position = target.Span.Start };
        return new SequenceOwner(table.Oid, column.RemoteName);
    }

    private static SequenceEntry Find(StatementRun run, CatalogSnapshot snapshot, ObjectName name) => DdlNames.OwnRelation(run.Session, snapshot, name) as SequenceEntry
        ?? throw new GatewayException(SqlState.WrongObjectType, $"\"{name.Last.Text}\" is not a sequence") { Position = name.Span.Start };

    private static long Number(SequenceOption option) => long.TryParse(option.Number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new GatewayException(option.Number is null ? SqlState.SyntaxError : SqlState.NumericValueOutOfRange, option.Number is null ? $"{option.Name.ToUpperInvariant()} requires a number" : $"value \"{option.Number}\" is out of range for type bigint") { Position = option.Span.Start };
}
