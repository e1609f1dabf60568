{#- At the end of a run: when every model that keeps closed snapshots was built and nothing failed, what the run opened is closed.
    A run of a part, or one that was killed, closes nothing, so that the next one takes it up again. -#}
{% macro close_run(results) -%}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- set built = [] -%}
        {%- set failed = [] -%}
        {%- for result in results -%}
            {%- if result.status | string in ['error', 'fail', 'skipped', 'runtime error'] -%}
                {%- do failed.append(result.node.unique_id) -%}
            {%- elif result.status | string == 'success' -%}
                {%- do built.append(result.node.unique_id) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set left_out = [] -%}
        {%- for node in models_that_keep_weeks(and_ledger=true) if node.unique_id not in built -%}
            {%- do left_out.append(node.unique_id) -%}
        {%- endfor -%}
        {%- if not failed and not left_out -%}
            {%- set relation = closed_versions_relation().include(database=is_database_named()) -%}
            {%- set table -%}
            create table if not exists {{ relation }} (
                snapshot_week date,
                scorecard_id {{ type_text() }},
                version {{ type_text() }},
                is_in_force boolean,
                rules_fingerprint {{ type_text() }},
                rules_hash {{ type_text() }},
                run_id {{ type_text() }}
            ) {{ table_format() }}
            {%- endset -%}
            {%- set opened -%}
            select
                versions_weekly.snapshot_week,
                versions_weekly.scorecard_id,
                versions_weekly.version,
                versions_weekly.is_in_force,
                fingerprints.rules_fingerprint,
                fingerprints.rules_hash,
                '{{ invocation_id }}' as run_id
            from {{ relation_of('int_scorecard_versions_weekly') }} as versions_weekly
            inner join {{ relation_of('int_scorecard_fingerprints') }} as fingerprints
                on
                    versions_weekly.scorecard_id = fingerprints.scorecard_id
                    and versions_weekly.version = fingerprints.version
            {%- endset -%}
            {%- set columns = [
                'snapshot_week', 'scorecard_id', 'version', 'is_in_force', 'rules_fingerprint', 'rules_hash', 'run_id',
            ] -%}
            {{ one_by_one([table, refill(relation, columns, opened)]) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
