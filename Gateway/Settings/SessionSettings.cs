using System.Collections.Immutable;
using FederationGateway.Common;

namespace FederationGateway.Gateway.Settings;

/// <summary>
/// One session's settings. SET belongs to the transaction it runs in: rolled back, the old value returns; SET LOCAL ends with the transaction either way.
/// Names with a dot are free for the client's own use.
/// </summary>
public sealed class SessionSettings
{
    private readonly ImmutableDictionary<string, string> _start;
    private ImmutableDictionary<string, string> _current;
    private ImmutableDictionary<string, string> _afterCommit;
    private ImmutableDictionary<string, string>? _beforeTransaction;
    private ImmutableHashSet<string> _internal = [];

    /// <summary>Starts with the client's wishes; unknown ones are refused (42704), as PostgreSQL refuses them.</summary>
    /// <param name="server">Settings whose value is this server's configuration.</param>
    public SessionSettings(IEnumerable<KeyValuePair<string, string>> startup, string user, IEnumerable<KeyValuePair<string, string>> server)
    {
        _current = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase).Add("session_authorization", user).AddRange(server);
        foreach (var (name, value) in startup) _current = _current.SetItem(Known(name)?.Name ?? name, Checked(name, value));
        _start = _afterCommit = _current;
    }

    /// <summary>Raised after a reported setting got another value.</summary>
    public Action<string, string>? Reported { get; set; }

    /// <summary>Grows when a setting that plans depend on changes.</summary>
    public int PlanVersion { get; private set; }

    public string this[string name] => _current.GetValueOrDefault(name) ?? SettingsTable.Find(name)?.Default ?? throw Unknown(name);

    public string? Find(string name) => _current.GetValueOrDefault(name) ?? SettingsTable.Find(name)?.Default;

    /// <summary>False while it has its default.</summary>
    public bool IsSet(string name) => _current.ContainsKey(name);

    public bool IsOn(string name) => SettingValue.IsOn(this[name]);

    public void Set(string name, string value, bool isLocal = false) => Store(Known(name)?.Name ?? name, Checked(name, value), isLocal);

    /// <summary>Back to what the session started with.</summary>
    public void Reset(string name)
    {
        var setting = Known(name);
        if (setting is { IsReadOnly: true }) throw CannotChange(name);
        Store(setting?.Name ?? name, _start.GetValueOrDefault(name), isLocal: false);
    }

    /// <summary>Everything but who the session is.</summary>
    public void ResetAll()
    {
        var kept = _start.SetItems(_internal.Where(_current.ContainsKey).Select(name => KeyValuePair.Create(name, _current[name])));
        Switch(_afterCommit = kept);
    }

    /// <summary>What the client cannot set itself; null removes it.</summary>
    internal void SetInternal(IEnumerable<(string Name, string? Value)> values, bool isLocal)
    {
        foreach (var (name, value) in values)
        {
            _internal = _internal.Add(name);
            Store(name, value ?? _start.GetValueOrDefault(name), isLocal);
        }
    }

    internal string? FindInternal(string name) => _current.GetValueOrDefault(name);

    public void BeginTransaction() => _beforeTransaction ??= _afterCommit = _current;

    public void EndTransaction(bool committed)
    {
        if (_beforeTransaction is not { } before) return;
        _beforeTransaction = null;
        Switch(committed ? _afterCommit : before);
        _afterCommit = _current;
    }

    /// <summary>For <see cref="ReturnTo"/>, within one transaction.</summary>
    public SettingsMark Mark() => new(_current, _afterCommit);

    /// <summary>Undoes what was set since a savepoint.</summary>
    public void ReturnTo(SettingsMark mark)
    {
        Switch(mark.Current);
        _afterCommit = mark.AfterCommit;
    }

    private void Store(string name, string? value, bool isLocal)
    {
        var changed = value is null ? _current.Remove(name) : _current.SetItem(name, value);
        if (!isLocal) _afterCommit = value is null ? _afterCommit.Remove(name) : _afterCommit.SetItem(name, value);
        if (isLocal && _beforeTransaction is null) return; // outside a transaction it lasts for this statement only: for nothing
        Switch(changed);
    }

    private void Switch(ImmutableDictionary<string, string> next)
    {
        var previous = _current;
        _current = next;
        foreach (var setting in SettingsTable.All)
        {
            if (!setting.IsReported && !setting.AffectsPlans) continue;
            var (before, after) = (previous.GetValueOrDefault(setting.Name, setting.Default), next.GetValueOrDefault(setting.Name, setting.Default));
            if (before == after) continue;
            if (setting.AffectsPlans) PlanVersion++;
            if (setting.IsReported) Reported?.Invoke(setting.Name, after);
        }
    }

    private static string Checked(string name, string value)
    {
        if (Known(name) is not { } setting) return value;
        if (setting.IsReadOnly) throw CannotChange(name);
        return SettingValue.Normalize(setting, value);
    }

    private static Setting? Known(string name) =>
        SettingsTable.Find(name) ?? (name.Contains('.', StringComparison.Ordinal) ? null : throw Unknown(name));

    private static GatewayException Unknown(string name) => new(SqlState.UndefinedObject, $"unrecognized configuration parameter \"{name}\"");

    private static GatewayException CannotChange(string name) => new(SqlState.CannotChangeRuntimeParameter, $"parameter \"{name}\" cannot be changed");
}

/// <summary>A session's settings at a savepoint.</summary>
public sealed record SettingsMark
{
    internal SettingsMark(ImmutableDictionary<string, string> current, ImmutableDictionary<string, string> afterCommit) => (Current, AfterCommit) = (current, afterCommit);

    internal ImmutableDictionary<string, string> Current { get; }

    internal ImmutableDictionary<string, string> AfterCommit { get; }
}
