using System.Collections.Frozen;

namespace FederationGateway.Binder.Functions;

/// <summary>
/// Functions PostgreSQL 15 has and the gateway has not: calling one is 0A000, not 42883, so that nobody looks for a misspelling. Most take types the gateway does
/// not know; others change or describe a server that is not there. Each stands beside the section of PostgreSQL's manual that describes it.
/// </summary>
public static class UnsupportedFunctions
{
    private static readonly FrozenSet<string> Symbols = FrozenSet.Create(StringComparer.Ordinal,
        "@@", "@@@", "@?", "!!", "<->", "-|-", "&<", "&>", "<<|", "|>>", "&<|", "|&>", "<^", ">^", "?#", "##", "@-@", "?-", "?-|", "?||", "~=", "<<=", ">>=", "~~=", "#=", "*=", "*<>", "*<", "*<=", "*>", "*>=", "~<~", "~<=~", "~>=~", "~>~");

    /// <summary>The sections, and the names of each.</summary>
    public static IReadOnlyList<(string Section, string[] Names)> All { get; } =
    [
        ("9.10. Enum types", Words("enum_first enum_last enum_range")),
        ("9.11. Geometry", Words(
            "area box bound_box center circle diagonal diameter height isclosed ishorizontal isopen isparallel isperp isvertical line lseg npoints path pclose point polygon popen radius slope width")),
        ("9.12. Network addresses", Words(
            "abbrev broadcast cidr family host hostmask inet_merge inet_same_family macaddr8_set7bit masklen netmask network set_masklen")),
        ("9.13. Text search", Words(
            """
            array_to_tsvector get_current_ts_config json_to_tsvector jsonb_to_tsvector numnode phraseto_tsquery plainto_tsquery querytree setweight strip to_tsquery
            to_tsvector ts_debug ts_delete ts_filter ts_headline ts_lexize ts_parse ts_rank ts_rank_cd ts_rewrite ts_stat tsquery_phrase tsvector_to_array
            tsvector_update_trigger tsvector_update_trigger_column websearch_to_tsquery
            """)),
        ("9.15. XML", Words(
            """
            cursor_to_xml cursor_to_xmlschema database_to_xml database_to_xml_and_xmlschema database_to_xmlschema query_to_xml query_to_xml_and_xmlschema
            query_to_xmlschema schema_to_xml schema_to_xml_and_xmlschema schema_to_xmlschema table_to_xml table_to_xml_and_xmlschema table_to_xmlschema
            xml_is_well_formed xml_is_well_formed_content xml_is_well_formed_document xmlagg xmlcomment xmlexists xpath xpath_exists
            """)),
        ("9.16. JSON", Words(
            """
            json_populate_record json_populate_recordset jsonb_path_exists jsonb_path_exists_tz jsonb_path_match jsonb_path_match_tz
            jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz jsonb_path_query_first jsonb_path_query_first_tz jsonb_path_query_tz
            jsonb_populate_record jsonb_populate_recordset
            """)),
        ("9.20. Ranges", Words(
            """
            datemultirange daterange int4multirange int4range int8multirange int8range isempty lower_inc lower_inf multirange nummultirange numrange range_agg
            range_intersect_agg range_merge tsmultirange tsrange tstzmultirange tstzrange upper_inc upper_inf
            """)),
        ("9.26. System information", Words(
            """
            has_parameter_privilege makeaclitem mxid_age pg_available_extension_versions pg_available_extensions pg_blocking_pids
            pg_collation_actual_version pg_collation_for pg_column_compression pg_config pg_control_checkpoint pg_control_init pg_control_recovery pg_control_system pg_current_logfile
            pg_current_snapshot pg_current_xact_id pg_current_xact_id_if_assigned pg_database_collation_actual_version pg_encoding_max_length pg_export_snapshot
            pg_get_backend_memory_contexts pg_get_catalog_foreign_keys pg_get_object_address pg_get_publication_tables pg_get_replication_slots
            pg_get_shmem_allocations pg_hba_file_rules pg_ident_file_mappings pg_identify_object pg_identify_object_as_address pg_is_wal_replay_paused
            pg_jit_available pg_last_committed_xact pg_listening_channels pg_lock_status pg_notification_queue_usage pg_safe_snapshot_blocking_pids
            pg_sequence_parameters pg_settings_get_flags pg_show_all_settings pg_snapshot_xip pg_snapshot_xmax pg_snapshot_xmin pg_timezone_abbrevs pg_timezone_names
            pg_visible_in_snapshot pg_xact_commit_timestamp pg_xact_commit_timestamp_origin pg_xact_status to_regcollation to_regoper to_regoperator to_regprocedure
            txid_current_snapshot txid_snapshot_xip txid_snapshot_xmax txid_snapshot_xmin txid_status txid_visible_in_snapshot
            """)),
        ("9.27. Administration", Words(
            """
            brin_desummarize_range brin_summarize_new_values brin_summarize_range gin_clean_pending_list pg_advisory_lock_shared pg_advisory_unlock_shared
            pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_backup_start pg_backup_stop pg_copy_logical_replication_slot pg_copy_physical_replication_slot
            pg_create_logical_replication_slot pg_create_physical_replication_slot pg_create_restore_point pg_current_wal_flush_lsn pg_current_wal_insert_lsn
            pg_current_wal_lsn pg_drop_replication_slot pg_filenode_relation pg_get_wal_replay_pause_state pg_get_wal_resource_managers pg_import_system_collations
            pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_last_xact_replay_timestamp pg_log_backend_memory_contexts pg_logical_emit_message
            pg_logical_slot_get_binary_changes pg_logical_slot_get_changes pg_logical_slot_peek_binary_changes pg_logical_slot_peek_changes pg_ls_archive_statusdir
            pg_ls_dir pg_ls_logdir pg_ls_logicalmapdir pg_ls_logicalsnapdir pg_ls_replslotdir pg_ls_tmpdir pg_ls_waldir pg_notify
            pg_promote pg_read_binary_file pg_read_file pg_relation_filepath pg_reload_conf pg_replication_origin_advance
            pg_replication_origin_create pg_replication_origin_drop pg_replication_origin_oid pg_replication_origin_progress
            pg_replication_origin_session_is_setup pg_replication_origin_session_progress pg_replication_origin_session_reset pg_replication_origin_session_setup
            pg_replication_origin_xact_reset pg_replication_origin_xact_setup pg_replication_slot_advance pg_rotate_logfile pg_sleep_for pg_sleep_until pg_stat_file
            pg_switch_wal pg_tablespace_databases pg_try_advisory_lock_shared pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared pg_wal_lsn_diff
            pg_wal_replay_pause pg_wal_replay_resume pg_walfile_name pg_walfile_name_offset
            """)),
        ("9.28. Triggers", Words(
            "pg_event_trigger_ddl_commands pg_event_trigger_dropped_objects pg_event_trigger_table_rewrite_oid pg_event_trigger_table_rewrite_reason suppress_redundant_updates_trigger")),
        ("9.30. Statistics", Words("pg_mcv_list_items")),
        ("35.4. Large objects", Words(
            """
            lo_close lo_creat lo_create lo_export lo_from_bytea lo_get lo_import lo_lseek lo_lseek64 lo_open lo_put lo_tell lo_tell64 lo_truncate lo_truncate64 lo_unlink
            loread lowrite
            """)),
    ];

    private static readonly FrozenSet<string> Names = All.SelectMany(section => section.Names).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a function of this name (lower case) exists in PostgreSQL only.</summary>
    public static bool Contains(string name) => Names.Contains(name);

    /// <summary>Whether an operator exists in PostgreSQL only.</summary>
    public static bool ContainsOperator(string symbol) => Symbols.Contains(symbol);

    private static string[] Words(string names) => names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
