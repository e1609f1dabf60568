{{ config(materialized='ephemeral') }}

with combined as (
    select
        scorecard_id,
        version,
        segment,
        lead_days,
        predictor,
        first_snapshot_week,
        last_snapshot_week,
        n_snapshots,
        n_without_auc,
        cast(n_cases as {{ type_double() }}) as n_all,
        n_events,
        n_worst,
        n_worst_events,
        n_top_decile_events,
        n_top_decile_expected,
        auc,
        auc_error
    from {{ ref('int_validation_combined') }}
),

questions as (
    select
        scorecard_id,
        version,
        status,
        segment,
        lead_days,
        predictor
    from {{ ref('int_validation_questions') }}
),

parameters as (
    select
        max(case when parameter = 'interval_z' then value end) as interval_z,
        max(case when parameter = 'verdict_z' then value end) as verdict_z
    from {{ ref('validation_parameters') }}
),

final as (
    select
        questions.*,
        combined.first_snapshot_week,
        combined.last_snapshot_week,
        coalesce(combined.n_snapshots, 0) as n_snapshots,
        coalesce(combined.n_without_auc, 0) as n_without_auc,
        coalesce(combined.n_all, 0) as n_cases,
        coalesce(combined.n_events, 0) as n_events,
        {{ round_score('combined.n_events / nullif(combined.n_all, 0)') }} as event_share,
        {{ round_score('combined.auc') }} as auc,
        {{ round_score('combined.auc_error') }} as auc_error,
        {% for name, z, side in [
            ('auc_lower', 'parameters.interval_z', '-'),
            ('auc_upper', 'parameters.interval_z', '+'),
            ('auc_verdict_lower', 'parameters.verdict_z', '-'),
        ] %}
            {{ round_score(clamp(
                'combined.auc ' ~ side ~ ' ' ~ z ~ ' * combined.auc_error', 0, 1
            )) }} as {{ name }},
        {% endfor %}
        {{ round_score(
            'combined.n_top_decile_events / nullif(combined.n_top_decile_expected, 0)'
        ) }} as top_decile_lift,
        {{ round_score('combined.n_worst_events / nullif(combined.n_events, 0)') }}
            as worst_fifth_recall,
        {{ round_score('combined.n_worst_events / nullif(combined.n_worst, 0)') }}
            as worst_fifth_precision,
        {{ round_score('combined.n_worst / nullif(combined.n_all, 0)') }} as worst_fifth_share
    from questions
    cross join parameters
    left join combined
        on
            questions.scorecard_id = combined.scorecard_id
            and questions.version = combined.version
            and questions.segment = combined.segment
            and questions.lead_days = combined.lead_days
            and questions.predictor = combined.predictor
)

select * from final
