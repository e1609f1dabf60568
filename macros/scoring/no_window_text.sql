{% macro no_window_text(lead_days, bounds='judged') -%}
    case
        when {{ days_after(bounds ~ '.first_week', lead_days) }} <= {{ bounds }}.known_until
            then
                'Whole windows are there, but none of their accounts has a score of this version'
                || ' and a known end: a CRM without history and without subscriptions shows only'
                || ' who stayed.'
        else
            'No snapshot has a whole window of ' || cast({{ lead_days }} as {{ type_text() }})
            || ' days: snapshots begin on ' || cast({{ bounds }}.first_week as {{ type_text() }})
            || ', and who left is known until ' || cast({{ bounds }}.known_until as {{ type_text() }})
            || case {{ bounds }}.bounded_by
                when 'billing' then ', when billing was heard of last.'
                else ', the newest snapshot.'
            end
    end
{%- endmacro %}
