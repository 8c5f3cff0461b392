using FederationGateway.Binder.Coercion;
using FederationGateway.Common;

namespace FederationGateway.Binder.Functions;

/// <summary>Picks the declaration a call means (PostgreSQL's sections 10.2 and 10.3).</summary>
internal static class OverloadResolution
{
    /// <summary>
    /// The one best candidate; null with <paramref name="isAmbiguous"/> telling whether there was none or more than one.
    /// </summary>
    public static FunctionDefinition? Choose(IEnumerable<FunctionDefinition> named, IReadOnlyList<SqlType> arguments, out bool isAmbiguous)
    {
        isAmbiguous = false;
        var byCount = named.Where(candidate => candidate.TakesCount(arguments.Count)).ToArray();
        if (Array.Find(byCount, candidate => IsExact(candidate, arguments)) is { } exact) return exact;
        var candidates = byCount.Where(candidate => Accepts(candidate, arguments)).ToArray();
        if (candidates.Length <= 1) return candidates.FirstOrDefault();

        // One that is declared with as many parameters hides a variadic one.
        if (candidates.Any(candidate => !candidate.IsVariadic) && candidates.Any(candidate => candidate.IsVariadic))
            candidates = [.. candidates.Where(candidate => !candidate.IsVariadic)];
        if (Narrow(candidates, arguments) is { } chosen) return chosen;
        isAmbiguous = true;
        return null;
    }

    private static FunctionDefinition? Narrow(FunctionDefinition[] candidates, IReadOnlyList<SqlType> arguments)
    {
        // Step 1: most exact matches. Step 2: most exact or preferred ones.
        candidates = Best(candidates, candidate => Count(arguments, i => candidate.ParameterAt(i).IsExactly(arguments[i])));
        if (candidates.Length == 1) return candidates[0];
        candidates = Best(candidates, candidate => Count(arguments, i =>
            arguments[i].Kind != SqlTypeKind.Unknown
            && (candidate.ParameterAt(i).IsExactly(arguments[i]) || IsPreferredFor(candidate.ParameterAt(i), TypeCategories.Of(arguments[i].Kind)))));
        if (candidates.Length == 1) return candidates[0];

        // Step 3: what unknown arguments look like: strings where a candidate takes strings, else the one category all candidates take.
        if (!arguments.Any(argument => argument.Kind == SqlTypeKind.Unknown)) return null;
        if (NarrowUnknowns(candidates, arguments) is { } narrowed)
        {
            if (narrowed.Length == 1) return narrowed[0];
            if (narrowed.Length > 1) candidates = narrowed;
        }

        // Step 4: unknown arguments are of the type the known ones all have.
        var known = arguments.Where(argument => argument.Kind != SqlTypeKind.Unknown).ToArray();
        if (known.Length == 0 || !Array.TrueForAll(known, type => type.Kind == known[0].Kind && type.Element == known[0].Element)) return null;
        var assumed = arguments.Select(_ => known[0]).ToArray();
        var same = candidates.Where(candidate => Accepts(candidate, assumed)).ToArray();
        return same.Length == 1 ? same[0] : null;
    }

    private static FunctionDefinition[]? NarrowUnknowns(FunctionDefinition[] candidates, IReadOnlyList<SqlType> arguments)
    {
        var remaining = candidates;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].Kind != SqlTypeKind.Unknown) continue;
            var categories = candidates.Select(candidate => candidate.ParameterAt(i).Category).Distinct().ToArray();
            var category = categories.Contains(TypeCategory.String) ? TypeCategory.String : categories[0];
            if (category != TypeCategory.String && categories.Length > 1) return null;
            var hasPreferred = candidates.Any(candidate => IsPreferredFor(candidate.ParameterAt(i), category));
            remaining = [.. remaining.Where(candidate => candidate.ParameterAt(i).Category == category
                && (!hasPreferred || IsPreferredFor(candidate.ParameterAt(i), category)))];
        }

        return remaining;
    }

    private static bool IsPreferredFor(ParameterType parameter, TypeCategory category) =>
        parameter.IsConcrete && parameter.Category == category && TypeCategories.IsPreferred(parameter.Kind);

    private static bool IsExact(FunctionDefinition candidate, IReadOnlyList<SqlType> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
            if (!candidate.ParameterAt(i).IsExactly(arguments[i])) return false;
        return !candidate.IsVariadic || arguments.Count == candidate.Parameters.Count;
    }

    private static bool Accepts(FunctionDefinition candidate, IReadOnlyList<SqlType> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
            if (!candidate.ParameterAt(i).Accepts(arguments[i])) return false;
        return PolymorphicTypes.Resolve(candidate, arguments) is not null;
    }

    private static int Count(IReadOnlyList<SqlType> arguments, Func<int, bool> matches) => Enumerable.Range(0, arguments.Count).Count(matches);

    private static FunctionDefinition[] Best(FunctionDefinition[] candidates, Func<FunctionDefinition, int> score)
    {
        var scores = candidates.Select(score).ToArray();
        var best = scores.Max();
        return [.. candidates.Where((_, i) => scores[i] == best)];
    }
}
