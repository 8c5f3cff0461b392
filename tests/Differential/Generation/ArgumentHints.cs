namespace FederationGateway.Differential.Generation;

/// <summary>Arguments that must come from a small set for a call to mean something: fields, formats, patterns, small counts.</summary>
internal static class ArgumentHints
{
    private static readonly string[] Counts = ["0", "1", "2", "3", "5", "-1", "-2"];
    private static readonly string[] Positive = ["1", "2", "3", "4"];
    private static readonly string[] Small = ["0.5", "1.5", "2", "-1", "0", "3.25"];
    private static readonly string[] SmallFloats = ["0.5::double precision", "1::double precision", "-0.25::double precision", "0::double precision", "2::double precision"];
    private static readonly string[] Patterns = ["'a'", "'^a'", "'b+'", "'[a-c]'", "'(a)(b)?'", "'.'", "'x*'", "'^$'", @"'\w+'", "'(?i)ABC'", "'a|e'", @"'\s'"];
    private static readonly string[] Likes = ["'a%'", "'%b%'", "'_b_'", "'%'", "''", @"'\%%'", @"'%\\%'", "'abc'", "'%é%'", "'A%'", "'_'"];
    private static readonly string[] Flags = ["'g'", "'i'", "'gi'", "''"];
    private static readonly string[] DateFields = ["'year'", "'month'", "'day'", "'dow'", "'doy'", "'week'", "'isoyear'", "'quarter'", "'decade'", "'century'", "'epoch'"];
    private static readonly string[] TimeFields = ["'hour'", "'minute'", "'second'", "'milliseconds'", "'microseconds'", "'epoch'"];
    private static readonly string[] Units = ["'year'", "'quarter'", "'month'", "'week'", "'day'", "'hour'", "'minute'", "'second'", "'century'", "'milliseconds'"];
    private static readonly string[] Zones = ["'UTC'", "'Europe/Berlin'", "'America/New_York'", "'+02'"];
    private static readonly string[] Moments = ["'YYYY-MM-DD'", "'HH24:MI:SS.US'", "'Dy DD Mon YYYY'", "'IYYY-IW-ID'", "'FMDDth FMMonth, YYYY'", "'Q J CC'", "'HH12:MI AM'", "'WW DDD SSSS'"];
    private static readonly string[] Numbers = ["'999.99'", "'FM9990.00'", "'S9999'", "'000'", "'9,999.9'", "'9999PR'", "'FM999999999990.999'", "'999D9'"];
    private static readonly string[] Paths = ["'{a}'::text[]", "'{b,0}'::text[]", "'{a,x}'::text[]", "'{2}'::text[]", "'{}'::text[]"];
    private static readonly string[] Keys = ["'a'::text", "'b'::text", "'x'::text", "''::text"];
    private static readonly string[] Indexes = ["0", "1", "2", "-1", "5"];
    private static readonly string[] Encodings = ["'hex'", "'base64'", "'escape'"];

    /// <summary>Choices by signature and number of the argument; a signature of a name alone holds for all its overloads.</summary>
    private static readonly Dictionary<(string Call, int Argument), string[]> All = Table();

    public static string[]? Find(string name, string signature, int argument) =>
        All.GetValueOrDefault((signature, argument)) ?? All.GetValueOrDefault((name, argument));

    private static Dictionary<(string, int), string[]> Table()
    {
        var table = new Dictionary<(string, int), string[]>();
        void Add(string[] choices, params ReadOnlySpan<(string, int)> places)
        {
            foreach (var place in places)
                table[place] = choices;
        }

        Add(Counts, ("repeat", 1), ("left", 1), ("right", 1), ("round", 1), ("trunc", 1), ("<<", 1), (">>", 1), ("factorial", 0), ("array_length", 1),
            ("array_lower", 1), ("array_upper", 1), ("trim_array", 1), ("substr", 1), ("substr", 2), ("substring(text,int4)", 1),
            ("substring(text,int4,int4)", 1), ("substring(text,int4,int4)", 2), ("substring(bytea,int4)", 1), ("substring(bytea,int4,int4)", 1),
            ("substring(bytea,int4,int4)", 2), ("split_part", 2), ("array_position", 2), ("get_byte", 1), ("get_bit", 1), ("set_byte", 1));
        Add(Counts, ("add_days", 1), ("add_months", 1), ("add_years", 1));
        Add(SmallFloats, ("add_seconds", 1));
        Add(["'a'", "'b'", "''", "'é'", "'bc'"], ("substr_after", 1), ("substr_before", 1), ("locate", 1));
        Add(["0", "1", "3", "5", "7", "-1"], ("lpad", 1), ("rpad", 1));
        Add(Positive, ("overlay", 2), ("overlay", 3), ("width_bucket(float8,float8,float8,int4)", 3), ("width_bucket(numeric,numeric,numeric,int4)", 3), ("ntile", 0),
            ("nth_value", 1), ("regexp_count", 2), ("regexp_replace(text,text,text,int4)", 3), ("regexp_replace(text,text,text,int4,int4)", 3),
            ("regexp_replace(text,text,text,int4,int4)", 4), ("regexp_replace(text,text,text,int4,int4,text)", 3), ("regexp_replace(text,text,text,int4,int4,text)", 4));
        Add(["0", "1", "2"], ("lag", 1), ("lead", 1));
        Add(Small, ("power(numeric,numeric)", 1), ("pow(numeric,numeric)", 1), ("^(numeric,numeric)", 1), ("exp(numeric)", 0));
        Add(SmallFloats, ("power(float8,float8)", 1), ("pow(float8,float8)", 1), ("^(float8,float8)", 1), ("exp(float8)", 0));
        Add(["0.0", "0.5", "1.0", "0.25"], ("percentile_cont", 0), ("percentile_disc", 0));
        Add(["'{0,0.5,1}'::double precision[]", "'{0.25,0.75}'::double precision[]"], ("percentile_cont(_float8,float8)", 0), ("percentile_disc(_float8,anyelement)", 0));
        foreach (var name in (string[])["~", "!~", "~*", "!~*", "regexp_like", "regexp_match", "regexp_matches", "regexp_replace", "regexp_count", "regexp_split_to_array", "regexp_split_to_table"])
            Add(Patterns, (name, 1));
        Add(Patterns, ("substring(text,text)", 1));
        Add(Likes, ("~~", 1), ("!~~", 1), ("~~*", 1), ("!~~*", 1));
        Add(Flags, ("regexp_like", 2), ("regexp_match", 2), ("regexp_matches", 2), ("regexp_split_to_array", 2), ("regexp_split_to_table", 2),
            ("regexp_replace(text,text,text,text)", 3), ("regexp_replace(text,text,text,int4,int4,text)", 5), ("regexp_count(text,text,int4,text)", 3));
        Add([@"'<\1>'", "'x'", "''", @"'\&'"], ("regexp_replace", 2));
        Add(["'%s'", "'%s-%s'", "'%I'", "'%L'", "'%%'", "'%1$s'", "'[%5s]'", "'[%-5s]'"], ("format", 0));
        Add(DateFields, ("extract(text,date)", 0), ("date_part(text,date)", 0));
        Add([.. DateFields, .. TimeFields], ("extract(text,timestamp)", 0), ("date_part(text,timestamp)", 0), ("extract(text,timestamptz)", 0), ("date_part(text,timestamptz)", 0));
        Add(TimeFields, ("extract(text,time)", 0), ("date_part(text,time)", 0));
        Add([.. TimeFields, "'day'", "'month'", "'year'", "'quarter'"], ("extract(text,interval)", 0), ("date_part(text,interval)", 0));
        Add(Units, ("date_trunc", 0));
        Add(["'1 day'::interval", "'15 minutes'::interval", "'7 days'::interval"], ("date_bin", 0));
        Add(Zones, ("timezone(text,timestamptz)", 0), ("timezone(text,timestamp)", 0), ("date_trunc(text,timestamptz,text)", 2), ("make_timestamptz(int4,int4,int4,int4,int4,float8,text)", 6));
        Add(["'2 hours'::interval", "'-05:30'::interval"], ("timezone(interval,timestamptz)", 0), ("timezone(interval,timestamp)", 0));
        Add(Moments, ("to_char(timestamp,text)", 1), ("to_char(timestamptz,text)", 1));
        Add(["'HH24:MI:SS'", "'DD HH24'", "'MM'"], ("to_char(interval,text)", 1));
        // Between bounds far apart, servers of different versions round the quotient differently.
        Add(["0.00", "-3.25", "10.0", "7::numeric", "100.5"], ("width_bucket(numeric,numeric,numeric,int4)", 1), ("width_bucket(numeric,numeric,numeric,int4)", 2));
        // PostgreSQL 15 overflows on the way to a bucket between bounds near the largest float.
        Add(["0.5::float8", "-3.25::float8", "10::float8", "100.5::float8"], ("width_bucket(float8,float8,float8,int4)", 1), ("width_bucket(float8,float8,float8,int4)", 2));
        foreach (var type in (string[])["int4", "int8", "float4", "float8", "numeric"])
            Add(Numbers, ($"to_char({type},text)", 1));
        Add(["'2024-02-29'", "'1999-12-31'", "'0001-01-01'"], ("to_date", 0), ("to_timestamp(text,text)", 0));
        Add(["'YYYY-MM-DD'"], ("to_date", 1), ("to_timestamp(text,text)", 1));
        Add(["'12.5'", "'-3'", "'7'"], ("to_number", 0));
        Add(["'9999.99'", "'S9999'", "'9,999.99'"], ("to_number", 1));
        Add(["1700000000::double precision", "0::double precision", "-1.5::double precision", "'Infinity'::double precision"], ("to_timestamp(float8)", 0));
        Add(["2024", "1", "-44", "1999"], ("make_date", 0), ("make_timestamp", 0), ("make_timestamptz", 0));
        Add(["1", "2", "10", "12"], ("make_date", 1), ("make_timestamp", 1), ("make_timestamptz", 1), ("make_date", 2), ("make_timestamp", 2), ("make_timestamptz", 2),
            ("make_timestamp", 3), ("make_timestamptz", 3), ("make_timestamp", 4), ("make_timestamptz", 4), ("make_time", 0), ("make_time", 1));
        Add(["0.5::double precision", "59::double precision", "1.25::double precision"], ("make_time", 2), ("make_timestamp", 5), ("make_timestamptz", 5), ("make_interval", 6));
        for (var part = 0; part < 6; part++)
            Add(Counts, ("make_interval", part));
        Add(Paths, ("#>", 1), ("#>>", 1), ("#-", 1), ("jsonb_set", 1), ("?|", 1), ("?&", 1), ("-(jsonb,_text)", 1));
        Add(Keys, ("->(json,text)", 1), ("->>(json,text)", 1), ("->(jsonb,text)", 1), ("->>(jsonb,text)", 1), ("?", 1), ("-(jsonb,text)", 1));
        Add(Indexes, ("->(json,int4)", 1), ("->>(json,int4)", 1), ("->(jsonb,int4)", 1), ("->>(jsonb,int4)", 1), ("-(jsonb,int4)", 1));
        foreach (var name in (string[])["json_extract_path", "json_extract_path_text", "jsonb_extract_path", "jsonb_extract_path_text"])
            Add(Keys, (name, 1));
        Add(["'k'::text", "'a'::text"], ("json_build_object", 0), ("jsonb_build_object", 0), ("json_object_agg", 0), ("jsonb_object_agg", 0));
        Add(["'{a,1,b,2}'::text[]", "'{}'::text[]"], ("json_object(_text)", 0), ("jsonb_object(_text)", 0));
        Add(["'{a,b}'::text[]"], ("json_object(_text,_text)", 0), ("json_object(_text,_text)", 1), ("jsonb_object(_text,_text)", 0), ("jsonb_object(_text,_text)", 1));
        Add(Encodings, ("encode", 1), ("decode", 1));
        Add(["'61ff'", "''"], ("decode", 0));
        Add(["97", "233", "128512", "10"], ("chr", 0));
        Add([@"'d\0061t'", @"'\+01F600'"], ("unistr", 0));
        Add(["'{1,5,10}'::integer[]"], ("width_bucket(anycompatible,anycompatiblearray)", 1));
        Add(["1", "2", "-1"], ("generate_series(int4,int4)", 0), ("generate_series(int4,int4,int4)", 0), ("generate_series(int4,int4,int4)", 2), ("generate_subscripts", 1));
        Add(["3", "5", "0"], ("generate_series(int4,int4)", 1), ("generate_series(int4,int4,int4)", 1));
        Add(["1::bigint", "2::bigint"], ("generate_series(int8,int8)", 0), ("generate_series(int8,int8,int8)", 0), ("generate_series(int8,int8,int8)", 2));
        Add(["3::bigint", "4::bigint"], ("generate_series(int8,int8)", 1), ("generate_series(int8,int8,int8)", 1));
        Add(["1.0", "0.5"], ("generate_series(numeric,numeric)", 0), ("generate_series(numeric,numeric,numeric)", 0), ("generate_series(numeric,numeric,numeric)", 2));
        Add(["3.25", "2"], ("generate_series(numeric,numeric)", 1), ("generate_series(numeric,numeric,numeric)", 1));
        foreach (var type in (string[])["timestamp", "timestamptz"])
        {
            Add([$"'2024-03-30 12:00:00'::{type}"], ($"generate_series({type},{type},interval)", 0));
            Add([$"'2024-04-02 00:00:00'::{type}"], ($"generate_series({type},{type},interval)", 1));
            Add(["'1 day'::interval", "'12 hours'::interval"], ($"generate_series({type},{type},interval)", 2));
        }

        return table;
    }
}
