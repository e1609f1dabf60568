{%- set categories = ['product_usage', 'engagement', 'support_experience', 'financial_health'] -%}
{%- set drivers = ['down_1', 'down_2', 'down_3', 'up_1', 'up_2', 'up_3'] -%}

with account_weeks as (
    select
        account_id,
        snapshot_week,
        account_name,
        segment,
        plan,
        owner_name,
        lifecycle,
        lifecycle_reason
    from {{ ref('int_account_weeks') }}
    where
        {{ in_rescored_snapshots() }}
        and is_alive
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        {{ round_to('score', 2) }} as score,
        {{ round_to('score_calculated', 2) }} as score_calculated,
        {{ round_to('score_without_subjective', 2) }} as score_without_subjective,
        band,
        band_label,
        band_colour,
        band_rank,
        grade,
        {{ round_to('weight_observed', 4) }} as weight_observed,
        families_not_observed,
        is_overridden,
        override_author,
        override_reason
    from {{ ref('fct_account_scores') }}
    where is_in_force and scorecard_id in ('health', 'health_onboarding', 'health_framework')
),

category_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        {%- for category in categories %}
            {{ round_to('max(case when category_id = \'' ~ category ~ '\' then score end)', 2) }}
                as {{ category }}_score{% if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('fct_category_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force and scorecard_id in ('health', 'health_onboarding')
    group by 1, 2, 3, 4
),

drivers as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        {%- for driver in drivers %}
            driver_{{ driver }}_id,
            driver_{{ driver }}_label,
            {{ round_to('driver_' ~ driver ~ '_points', 2) }} as driver_{{ driver }}_points
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('int_score_drivers') }}
    where {{ in_rescored_snapshots() }}
),

sentences as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        coverage_note,
        sentence
    from {{ ref('int_score_sentences') }}
    where {{ in_rescored_snapshots() }}
),

parameters as (
    select max(value) as comparison_weeks
    from {{ ref('scorecard_parameters') }}
    where scorecard_id = 'health' and parameter = 'comparison_weeks'
),

bands as (
    select
        scorecard_id,
        version,
        band_id,
        label,
        colour,
        rank,
        meaning
    from {{ ref('int_bands') }}
),

playbooks as (
    select
        account_id,
        snapshot_week,
        playbook_id,
        playbook_since,
        cadence,
        playbook_owner,
        review,
        next_review_date,
        escalate_to,
        first_action,
        first_action_due_date
    from {{ ref('int_playbooks_weekly') }}
    where {{ in_rescored_snapshots() }}
),

-- A young account has the status onboarding in place of its card's band.
scored as (
    select
        account_weeks.*,
        account_scores.scorecard_id,
        account_scores.version,
        account_scores.score,
        account_scores.score_calculated,
        account_scores.score_without_subjective,
        case
            when account_weeks.lifecycle = 'onboarding' then 'onboarding'
            when account_scores.account_id is null then 'insufficient_data'
            else account_scores.band
        end as band,
        {%- for column in ['band_label', 'band_colour', 'band_rank', 'grade'] %}
            case when account_weeks.lifecycle <> 'onboarding' then account_scores.{{ column }} end
                as {{ column }},
        {%- endfor %}
        coalesce(account_scores.weight_observed, 0) as weight_observed,
        account_scores.families_not_observed,
        coalesce(account_scores.is_overridden, false) as is_overridden,
        account_scores.override_author,
        account_scores.override_reason
    from account_weeks
    left join account_scores
        on
            account_weeks.account_id = account_scores.account_id
            and account_weeks.snapshot_week = account_scores.snapshot_week
            and account_scores.scorecard_id <> 'health_framework'
),

final as (
    select
        scored.account_id,
        scored.snapshot_week,
        scored.account_name,
        scored.segment,
        scored.plan,
        scored.owner_name,
        scored.lifecycle,
        scored.lifecycle_reason,
        scored.scorecard_id,
        scored.version,
        scored.score,
        scored.band,
        coalesce(scored.band_label, bands.label) as band_label,
        coalesce(scored.band_colour, bands.colour) as band_colour,
        cast(coalesce(scored.band_rank, bands.rank) as integer) as band_rank,
        scored.grade,
        bands.meaning as band_meaning,
        {%- for category in categories %}
            category_scores.{{ category }}_score,
        {%- endfor %}
        last_scores.score as score_last_week,
        {{ round_to('scored.score - last_scores.score', 2) }} as change,
        earlier_scores.score as score_4_weeks_ago,
        {{ round_to('scored.score - earlier_scores.score', 2) }} as change_4_weeks,
        scored.weight_observed,
        sentences.coverage_note,
        scored.families_not_observed,
        scored.score_calculated,
        scored.score_without_subjective,
        scored.is_overridden,
        scored.override_author,
        scored.override_reason,
        {%- for column in [
            'score', 'band', 'band_label', 'band_colour', 'weight_observed', 'is_overridden',
        ] %}
            framework_scores.{{ column }} as framework_{{ column }},
        {%- endfor %}
        {%- for driver in drivers %}
            drivers.driver_{{ driver }}_id,
            drivers.driver_{{ driver }}_label,
            drivers.driver_{{ driver }}_points,
        {%- endfor %}
        coalesce(
            sentences.sentence,
            'Not scored' || coalesce(', ' || scored.lifecycle_reason, '')
            || ': no version of the card was in force.'
        ) as sentence,
        playbooks.playbook_id,
        playbooks.playbook_since,
        playbooks.cadence,
        playbooks.playbook_owner,
        playbooks.review,
        playbooks.next_review_date,
        playbooks.escalate_to,
        playbooks.first_action,
        playbooks.first_action_due_date
    from scored
    cross join parameters
    left join category_scores
        on
            scored.account_id = category_scores.account_id
            and scored.snapshot_week = category_scores.snapshot_week
            and scored.scorecard_id = category_scores.scorecard_id
            and scored.version = category_scores.version
    left join drivers
        on
            scored.account_id = drivers.account_id
            and scored.snapshot_week = drivers.snapshot_week
            and scored.scorecard_id = drivers.scorecard_id
            and scored.version = drivers.version
    left join sentences
        on
            scored.account_id = sentences.account_id
            and scored.snapshot_week = sentences.snapshot_week
            and scored.scorecard_id = sentences.scorecard_id
            and scored.version = sentences.version
    left join account_scores as framework_scores
        on
            scored.account_id = framework_scores.account_id
            and scored.snapshot_week = framework_scores.snapshot_week
            and framework_scores.scorecard_id = 'health_framework'
    left join account_scores as last_scores
        on
            scored.account_id = last_scores.account_id
            and scored.scorecard_id = last_scores.scorecard_id
            and scored.snapshot_week = {{ weeks_after('last_scores.snapshot_week', 1) }}
    left join account_scores as earlier_scores
        on
            scored.account_id = earlier_scores.account_id
            and scored.scorecard_id = earlier_scores.scorecard_id
            and {{ weeks_after('scored.snapshot_week', '-parameters.comparison_weeks') }}
            = earlier_scores.snapshot_week
    left join bands
        on
            coalesce(scored.scorecard_id, '*') = bands.scorecard_id
            and coalesce(scored.version, '*') = bands.version
            and scored.band = bands.band_id
    left join playbooks
        on
            scored.account_id = playbooks.account_id
            and scored.snapshot_week = playbooks.snapshot_week
)

select * from final
