{#- The ledger as it stands before this run; a typed empty set before the first one. -#}
{% macro published_revisions() -%}
    select
        {% if is_incremental() -%}
        account_id, snapshot_week, scorecard_id, revision, version, score, score_calculated,
        band, weight_observed, is_overridden, override_author, override_reason, reason, is_backfill
    from {{ this }}
        {%- else -%}
        cast(null as {{ type_text() }}) as account_id,
        cast(null as date) as snapshot_week,
        cast(null as {{ type_text() }}) as scorecard_id,
        cast(null as integer) as revision,
        cast(null as {{ type_text() }}) as version,
        cast(null as {{ type_double() }}) as score,
        cast(null as {{ type_double() }}) as score_calculated,
        cast(null as {{ type_text() }}) as band,
        cast(null as {{ type_double() }}) as weight_observed,
        cast(null as boolean) as is_overridden,
        cast(null as {{ type_text() }}) as override_author,
        cast(null as {{ type_text() }}) as override_reason,
        cast(null as {{ type_text() }}) as reason,
        cast(null as boolean) as is_backfill
    from {{ one_row() }}
    where 1 = 0
        {%- endif %}
{%- endmacro %}
