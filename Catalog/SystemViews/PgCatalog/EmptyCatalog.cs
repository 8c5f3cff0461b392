namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>Relations of pg_catalog about what the gateway does not have: indexes beside keys, triggers, publications, text search …</summary>
internal static class EmptyCatalog
{
    public static IReadOnlyList<EmptyRelation> All { get; } =
    [
        new(BuiltInCatalog.PgCatalog, "pg_aggregate", 2600, """
            aggfnoid regproc, aggkind "char", aggnumdirectargs int2, aggtransfn regproc, aggfinalfn regproc, aggcombinefn regproc, aggserialfn regproc, aggdeserialfn regproc,
            aggmtransfn regproc, aggminvtransfn regproc, aggmfinalfn regproc, aggfinalextra bool, aggmfinalextra bool, aggfinalmodify "char", aggmfinalmodify "char", aggsortop oid,
            aggtranstype oid, aggtransspace int4, aggmtranstype oid, aggmtransspace int4, agginitval text, aggminitval text
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_amop", 2602, """
            oid oid, amopfamily oid, amoplefttype oid, amoprighttype oid, amopstrategy int2, amoppurpose "char", amopopr oid, amopmethod oid, amopsortfamily oid
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_amproc", 2603, """
            oid oid, amprocfamily oid, amproclefttype oid, amprocrighttype oid, amprocnum int2, amproc regproc
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_available_extension_versions", 12085, """
            name name, version text, installed bool, superuser bool, trusted bool, relocatable bool, schema name, requires name[], comment text
            """),
        new(BuiltInCatalog.PgCatalog, "pg_available_extensions", 12081, """
            name name, default_version text, installed_version text, comment text
            """),
        new(BuiltInCatalog.PgCatalog, "pg_cast", 2605, """
            oid oid, castsource oid, casttarget oid, castfunc oid, castcontext "char", castmethod "char"
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_conversion", 2607, """
            oid oid, conname name, connamespace oid, conowner oid, conforencoding int4, contoencoding int4, conproc regproc, condefault bool
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_default_acl", 826, """
            oid oid, defaclrole oid, defaclnamespace oid, defaclobjtype "char", defaclacl aclitem[]
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_enum", 3501, """
            oid oid, enumtypid oid, enumsortorder float4, enumlabel name
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_event_trigger", 3466, """
            oid oid, evtname name, evtevent name, evtowner oid, evtfoid oid, evtenabled "char", evttags text[]
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_group", 12010, """
            groname name, grosysid oid, grolist oid[]
            """),
        new(BuiltInCatalog.PgCatalog, "pg_inherits", 2611, """
            inhrelid oid, inhparent oid, inhseqno int4, inhdetachpending bool
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_init_privs", 3394, """
            objoid oid, classoid oid, objsubid int4, privtype "char", initprivs aclitem[]
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_largeobject_metadata", 2995, """
            oid oid, lomowner oid, lomacl aclitem[]
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_locks", 12073, """
            locktype text, database oid, relation oid, page int4, tuple int2, virtualxid text, transactionid xid, classid oid, objid oid, objsubid int2, virtualtransaction text,
            pid int4, mode text, granted bool, fastpath bool, waitstart timestamptz
            """),
        new(BuiltInCatalog.PgCatalog, "pg_matviews", 12038, """
            schemaname name, matviewname name, matviewowner name, tablespace name, hasindexes bool, ispopulated bool, definition text
            """),
        new(BuiltInCatalog.PgCatalog, "pg_operator", 2617, """
            oid oid, oprname name, oprnamespace oid, oprowner oid, oprkind "char", oprcanmerge bool, oprcanhash bool, oprleft oid, oprright oid, oprresult oid, oprcom oid,
            oprnegate oid, oprcode regproc, oprrest regproc, oprjoin regproc
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_opfamily", 2753, """
            oid oid, opfmethod oid, opfname name, opfnamespace oid, opfowner oid
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_parameter_acl", 6243, """
            oid oid, parname text, paracl aclitem[]
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_partitioned_table", 3350, """
            partrelid oid, partstrat "char", partnatts int2, partdefid oid, partattrs int2vector, partclass oidvector, partcollation oidvector, partexprs pg_node_tree
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_prepared_statements", 12095, """
            name text, statement text, prepare_time timestamptz, parameter_types regtype[], from_sql bool, generic_plans int8, custom_plans int8
            """),
        new(BuiltInCatalog.PgCatalog, "pg_prepared_xacts", 12090, """
            transaction xid, gid text, prepared timestamptz, owner name, database name
            """),
        new(BuiltInCatalog.PgCatalog, "pg_publication", 6104, """
            oid oid, pubname name, pubowner oid, puballtables bool, pubinsert bool, pubupdate bool, pubdelete bool, pubtruncate bool, pubviaroot bool
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_publication_namespace", 6237, """
            oid oid, pnpubid oid, pnnspid oid
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_publication_rel", 6106, """
            oid oid, prpubid oid, prrelid oid, prqual pg_node_tree, prattrs int2vector
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_publication_tables", 12068, """
            pubname name, schemaname name, tablename name, attnames name[], rowfilter text
            """),
        new(BuiltInCatalog.PgCatalog, "pg_range", 3541, """
            rngtypid oid, rngsubtype oid, rngmultitypid oid, rngcollation oid, rngsubopc oid, rngcanonical regproc, rngsubdiff regproc
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_replication_origin", 6000, """
            roident oid, roname text
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_replication_origin_status", 12332, """
            local_id oid, external_id text, remote_lsn pg_lsn, local_lsn pg_lsn
            """),
        new(BuiltInCatalog.PgCatalog, "pg_replication_slots", 12257, """
            slot_name name, plugin name, slot_type text, datoid oid, database name, temporary bool, active bool, active_pid int4, xmin xid, catalog_xmin xid, restart_lsn pg_lsn,
            confirmed_flush_lsn pg_lsn, wal_status text, safe_wal_size int8, two_phase bool
            """),
        new(BuiltInCatalog.PgCatalog, "pg_rules", 12023, """
            schemaname name, tablename name, rulename name, definition text
            """),
        new(BuiltInCatalog.PgCatalog, "pg_seclabel", 3596, """
            objoid oid, classoid oid, objsubid int4, provider text, label text
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_seclabels", 12099, """
            objoid oid, classoid oid, objsubid int4, objtype text, objnamespace oid, objname text, provider text, label text
            """),
        new(BuiltInCatalog.PgCatalog, "pg_shdepend", 1214, """
            dbid oid, classid oid, objid oid, objsubid int4, refclassid oid, refobjid oid, deptype "char"
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_shdescription", 2396, """
            objoid oid, classoid oid, description text
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_shseclabel", 3592, """
            objoid oid, classoid oid, provider text, label text
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_stat_all_indexes", 12183, """
            relid oid, indexrelid oid, schemaname name, relname name, indexrelname name, idx_scan int8, idx_tup_read int8, idx_tup_fetch int8
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_all_tables", 12142, """
            relid oid, schemaname name, relname name, seq_scan int8, seq_tup_read int8, idx_scan int8, idx_tup_fetch int8, n_tup_ins int8, n_tup_upd int8, n_tup_del int8,
            n_tup_hot_upd int8, n_live_tup int8, n_dead_tup int8, n_mod_since_analyze int8, n_ins_since_vacuum int8, last_vacuum timestamptz, last_autovacuum timestamptz,
            last_analyze timestamptz, last_autoanalyze timestamptz, vacuum_count int8, autovacuum_count int8, analyze_count int8, autoanalyze_count int8
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_archiver", 12285, """
            archived_count int8, last_archived_wal text, last_archived_time timestamptz, failed_count int8, last_failed_wal text, last_failed_time timestamptz,
            stats_reset timestamptz
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_bgwriter", 12289, """
            checkpoints_timed int8, checkpoints_req int8, checkpoint_write_time float8, checkpoint_sync_time float8, buffers_checkpoint int8, buffers_clean int8,
            maxwritten_clean int8, buffers_backend int8, buffers_backend_fsync int8, buffers_alloc int8, stats_reset timestamptz
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_database_conflicts", 12271, """
            datid oid, datname name, confl_tablespace int8, confl_lock int8, confl_snapshot int8, confl_bufferpin int8, confl_deadlock int8
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_gssapi", 12253, """
            pid int4, gss_authenticated bool, principal text, encrypted bool
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_recovery_prefetch", 12240, """
            stats_reset timestamptz, prefetch int8, hit int8, skip_init int8, skip_new int8, skip_fpw int8, skip_rep int8, wal_distance int4, block_distance int4, io_depth int4
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_replication", 12227, """
            pid int4, usesysid oid, usename name, application_name text, client_addr inet, client_hostname text, client_port int4, backend_start timestamptz, backend_xmin xid,
            state text, sent_lsn pg_lsn, write_lsn pg_lsn, flush_lsn pg_lsn, replay_lsn pg_lsn, write_lag interval, flush_lag interval, replay_lag interval, sync_priority int4,
            sync_state text, reply_time timestamptz
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_replication_slots", 12262, """
            slot_name text, spill_txns int8, spill_count int8, spill_bytes int8, stream_txns int8, stream_count int8, stream_bytes int8, total_txns int8, total_bytes int8,
            stats_reset timestamptz
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_ssl", 12249, """
            pid int4, ssl bool, version text, cipher text, bits int4, client_dn text, client_serial numeric, issuer_dn text
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_subscription", 12244, """
            subid oid, subname name, pid int4, relid oid, received_lsn pg_lsn, last_msg_send_time timestamptz, last_msg_receipt_time timestamptz, latest_end_lsn pg_lsn,
            latest_end_time timestamptz
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_subscription_stats", 12336, """
            subid oid, subname name, apply_error_count int8, sync_error_count int8, stats_reset timestamptz
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_user_functions", 12275, """
            funcid oid, schemaname name, funcname name, calls int8, total_time float8, self_time float8
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_user_indexes", 12192, """
            relid oid, indexrelid oid, schemaname name, relname name, indexrelname name, idx_scan int8, idx_tup_read int8, idx_tup_fetch int8
            """),
        new(BuiltInCatalog.PgCatalog, "pg_stat_wal_receiver", 12236, """
            pid int4, status text, receive_start_lsn pg_lsn, receive_start_tli int4, written_lsn pg_lsn, flushed_lsn pg_lsn, received_tli int4, last_msg_send_time timestamptz,
            last_msg_receipt_time timestamptz, latest_end_lsn pg_lsn, latest_end_time timestamptz, slot_name text, sender_host text, sender_port int4, conninfo text
            """),
        new(BuiltInCatalog.PgCatalog, "pg_statio_all_indexes", 12196, """
            relid oid, indexrelid oid, schemaname name, relname name, indexrelname name, idx_blks_read int8, idx_blks_hit int8
            """),
        new(BuiltInCatalog.PgCatalog, "pg_statio_all_sequences", 12209, """
            relid oid, schemaname name, relname name, blks_read int8, blks_hit int8
            """),
        new(BuiltInCatalog.PgCatalog, "pg_statio_all_tables", 12170, """
            relid oid, schemaname name, relname name, heap_blks_read int8, heap_blks_hit int8, idx_blks_read int8, idx_blks_hit int8, toast_blks_read int8, toast_blks_hit int8,
            tidx_blks_read int8, tidx_blks_hit int8
            """),
        new(BuiltInCatalog.PgCatalog, "pg_statio_user_indexes", 12205, """
            relid oid, indexrelid oid, schemaname name, relname name, indexrelname name, idx_blks_read int8, idx_blks_hit int8
            """),
        new(BuiltInCatalog.PgCatalog, "pg_statio_user_sequences", 12218, """
            relid oid, schemaname name, relname name, blks_read int8, blks_hit int8
            """),
        new(BuiltInCatalog.PgCatalog, "pg_statio_user_tables", 12179, """
            relid oid, schemaname name, relname name, heap_blks_read int8, heap_blks_hit int8, idx_blks_read int8, idx_blks_hit int8, toast_blks_read int8, toast_blks_hit int8,
            tidx_blks_read int8, tidx_blks_hit int8
            """),
        new(BuiltInCatalog.PgCatalog, "pg_statistic_ext", 3381, """
            oid oid, stxrelid oid, stxname name, stxnamespace oid, stxowner oid, stxstattarget int4, stxkeys int2vector, stxkind "char"[], stxexprs pg_node_tree
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_subscription", 6100, """
            oid oid, subdbid oid, subskiplsn pg_lsn, subname name, subowner oid, subenabled bool, subbinary bool, substream bool, subtwophasestate "char", subdisableonerr bool,
            subconninfo text, subslotname name, subsynccommit text, subpublications text[]
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_subscription_rel", 6102, """
            srsubid oid, srrelid oid, srsubstate "char", srsublsn pg_lsn
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_transform", 3576, """
            oid oid, trftype oid, trflang oid, trffromsql regproc, trftosql regproc
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_trigger", 2620, """
            oid oid, tgrelid oid, tgparentid oid, tgname name, tgfoid oid, tgtype int2, tgenabled "char", tgisinternal bool, tgconstrrelid oid, tgconstrindid oid, tgconstraint oid,
            tgdeferrable bool, tginitdeferred bool, tgnargs int2, tgattr int2vector, tgargs bytea, tgqual pg_node_tree, tgoldtable name, tgnewtable name
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_ts_config", 3602, """
            oid oid, cfgname name, cfgnamespace oid, cfgowner oid, cfgparser oid
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_ts_config_map", 3603, """
            mapcfg oid, maptokentype int4, mapseqno int4, mapdict oid
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_ts_dict", 3600, """
            oid oid, dictname name, dictnamespace oid, dictowner oid, dicttemplate oid, dictinitoption text
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_ts_parser", 3601, """
            oid oid, prsname name, prsnamespace oid, prsstart regproc, prstoken regproc, prsend regproc, prsheadline regproc, prslextype regproc
            """, isTable: true),
        new(BuiltInCatalog.PgCatalog, "pg_ts_template", 3764, """
            oid oid, tmplname name, tmplnamespace oid, tmplinit regproc, tmpllexize regproc
            """, isTable: true),
    ];
}
